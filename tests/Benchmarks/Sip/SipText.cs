using System.Text;

namespace CallCenter.Benchmarks.Sip;

/// <summary>
/// A datagram of the center, as far as a load generator has to read it: start line and single headers by their full names, nothing checked.
/// It shares no code with the product, so that a mistake there is not made twice.
/// </summary>
internal readonly ref struct SipText(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;

    public bool IsResponse => bytes.StartsWith("SIP/2.0 "u8);

    public int Status => ((bytes[8] - '0') * 100) + ((bytes[9] - '0') * 10) + bytes[10] - '0';

    public bool Is(ReadOnlySpan<byte> method) => bytes.StartsWith(method) && bytes[method.Length] == ' ';

    /// <summary>The user part of the Request-URI.</summary>
    public string RequestUser
    {
        get
        {
            var line = bytes[..bytes.IndexOf((byte)'\r')];
            return UserOf(line[(line.IndexOf((byte)' ') + 1)..]);
        }
    }

    /// <summary>The value of the first such header, as text; empty without one.</summary>
    public string Header(string name)
    {
        var (start, end) = Find(name, 0);
        return start < 0 ? "" : Encoding.UTF8.GetString(bytes[start..end]).Trim();
    }

    /// <summary>All such header lines, to be sent back as they came.</summary>
    public string Lines(string name)
    {
        var text = new StringBuilder();
        for (var (start, end) = Find(name, 0); start >= 0; (start, end) = Find(name, end))
        {
            text.Append(name).Append(": ").Append(Encoding.UTF8.GetString(bytes[start..end]).AsSpan().Trim()).Append("\r\n");
        }

        return text.ToString();
    }

    public static string UserOf(ReadOnlySpan<byte> uri)
    {
        var from = uri.IndexOf("sip:"u8) + 4;
        var length = uri[from..].IndexOf((byte)'@');
        return length < 0 ? "" : Encoding.UTF8.GetString(uri.Slice(from, length));
    }

    public static string UserOf(string header) => UserOf(Encoding.UTF8.GetBytes(header));

    /// <summary>What stands between angle brackets, or the whole.</summary>
    public static string UriOf(string header)
    {
        var open = header.IndexOf('<', StringComparison.Ordinal);
        return open < 0 ? header : header[(open + 1)..header.IndexOf('>', open)];
    }

    private (int Start, int End) Find(string name, int from)
    {
        Span<byte> pattern = stackalloc byte[name.Length + 3];
        "\r\n"u8.CopyTo(pattern);
        Encoding.ASCII.GetBytes(name, pattern[2..]);
        pattern[^1] = (byte)':';
        var at = bytes[from..].IndexOf(pattern);
        if (at < 0)
        {
            return (-1, -1);
        }

        var start = from + at + pattern.Length;
        return (start, start + bytes[start..].IndexOf("\r\n"u8));
    }
}
