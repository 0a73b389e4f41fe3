using System.Buffers;

namespace CallCenter.Telephony.Parsing;

/// <summary>The character classes of RFC 3261 25.1 that are used again and again.</summary>
internal static class SipCharacters
{
    private const string Alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary>token = 1*(alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~").</summary>
    public static readonly SearchValues<char> Token = SearchValues.Create(Alphanumeric + "-.!%*_+`'~");

    /// <summary>gen-value that is not quoted: a token, or a host, which may be an IPv6 address with or without brackets.</summary>
    public static readonly SearchValues<char> ParameterValue = SearchValues.Create(Alphanumeric + "-.!%*_+`'~:[]");

    /// <summary>word: what a Call-ID is made of.</summary>
    public static readonly SearchValues<char> Word = SearchValues.Create(Alphanumeric + "-.!%*_+`'~()<>:\\\"/[]?{}");

    /// <summary>hostname and IPv4address; the underscore is against the RFC and in use.</summary>
    public static readonly SearchValues<char> HostName = SearchValues.Create(Alphanumeric + "-._");

    public static readonly SearchValues<char> Ipv6 = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>user: unreserved, user-unreserved and "%"; a password may have fewer, which nobody is helped by checking.</summary>
    public static readonly SearchValues<char> User = SearchValues.Create(Alphanumeric + "-_.!~*'()&=+$,;?/%:#[]");

    /// <summary>paramchar, and "%".</summary>
    public static readonly SearchValues<char> UriParameter = SearchValues.Create(Alphanumeric + "-_.!~*'()[]/:&+$%");

    /// <summary>hname, hvalue, "=", "&amp;" and "%".</summary>
    public static readonly SearchValues<char> UriHeader = SearchValues.Create(Alphanumeric + "-_.!~*'()[]/?:+$%=&");

    /// <summary>What ends or breaks a URI wherever it stands.</summary>
    public static readonly SearchValues<char> NeverInUri = SearchValues.Create(" \t\r\n<>\"");

    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(Token);

    public static bool IsWhite(char character) => character is ' ' or '\t';

    /// <summary>Every "%" has two hexadecimal digits behind it.</summary>
    public static bool EscapesAreWhole(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOf('%'); at >= 0; at = text.IndexOf('%'))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
            {
                return false;
            }

            text = text[(at + 3)..];
        }

        return true;
    }
}
