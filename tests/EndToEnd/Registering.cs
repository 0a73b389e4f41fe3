using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Digest of phones on the wire (RFC 8760 with MD5): who knows the password, and what the others can learn.</summary>
public sealed partial class Registering
{
    [Fact]
    public async Task The_right_password_registers_and_a_wrong_one_or_an_unknown_user_get_the_same_401()
    {
        await using var center = await Center.Start("127.18.1.1", new Setup().Queue("sales", "4000").Agent("1001", "sales").ToString());
        using var phone = new SipSocket("127.18.1.3", center.Sip);

        Assert.StartsWith("SIP/2.0 200 ", await Register(center, phone, "6001", "secret-6001", "right"), StringComparison.Ordinal);
        var wrong = await Register(center, phone, "6001", "guess", "wrong");
        var unknown = await Register(center, phone, "6999", "guess", "nobody");

        Assert.StartsWith("SIP/2.0 401 ", wrong, StringComparison.Ordinal);
        Assert.Equal(Shape(wrong), Shape(unknown));
        await using var events = await EventReader.Open(center);
        Assert.True((bool)(await center.Get("/api/v1/agents/1001"))["reachable"]!);
    }

    /// <summary>A challenge, its answer, and what is said to that.</summary>
    private static async Task<string> Register(Center center, SipSocket phone, string user, string password, string call)
    {
        var uri = $"sip:{center.Sip}";
        string Request(int cseq, string authorization) => phone.Request("REGISTER", uri, call, cseq, $"Expires: 60\r\n{authorization}", user: user)
            .Replace($"To: <{uri}>", $"To: <sip:{user}@{center.Sip}>", StringComparison.Ordinal);
        await phone.Send(Request(1, ""));
        var challenge = await phone.Receive();
        Assert.StartsWith("SIP/2.0 401 ", challenge, StringComparison.Ordinal);
        var (realm, nonce) = (Realm().Match(challenge).Groups[1].Value, Nonce().Match(challenge).Groups[1].Value);
        var response = Hash($"{Hash($"{user}:{realm}:{password}")}:{nonce}:00000001:abc:auth:{Hash($"REGISTER:{uri}")}");
        await phone.Send(Request(2, $"Authorization: Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"abc\", response=\"{response}\"\r\n"));
        return await phone.Receive();
    }

    /// <summary>Status and header names, without what differs from answer to answer by its nature.</summary>
    private static string Shape(string answer) => string.Join('\n', answer.Split("\r\n").Select((line, at) => at == 0 ? line : line.Split(':')[0]))
        + "\n" + Random().Replace(answer[answer.IndexOf("WWW-Authenticate", StringComparison.OrdinalIgnoreCase)..], "$1=…");

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "Phones are asked for MD5: RFC 3261 section 22.4.")]
    private static string Hash(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("realm=\"([^\"]*)\"")]
    private static partial Regex Realm();

    [GeneratedRegex("nonce=\"([^\"]*)\"")]
    private static partial Regex Nonce();

    [GeneratedRegex("(nonce)=\"[^\"]*\"")]
    private static partial Regex Random();
}
