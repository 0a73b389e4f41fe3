using System.Globalization;
using System.Net;
using System.Text;
using CallCenter.Telephony.Parsing;

namespace CallCenter.Telephony.Messages;

/// <summary>One hop (RFC 3261 20.42): how it was sent, and where its response goes.</summary>
public sealed class Via
{
    /// <summary>What a branch of RFC 3261 begins with (8.1.1.7).</summary>
    public const string MagicCookie = "z9hG4bK";

    /// <summary>Protocol and version, <c>SIP/2.0</c> unless the hop is of another world.</summary>
    public string Protocol { get; init; } = "SIP/2.0";

    /// <summary>As written: UDP, TCP, TLS, or anything else.</summary>
    public required string Transport { get; init; }

    /// <summary>sent-by host; an IPv6 address with its brackets.</summary>
    public required string Host { get; init; }

    public int? Port { get; init; }

    public SipParameters Parameters { get; init; } = SipParameters.Empty;

    /// <summary>Empty when there is none.</summary>
    public string Branch => Parameters.Value("branch") ?? "";

    /// <summary>The branch names the transaction (17.2.3). The bare cookie names none: it is everybody's (RFC 4475 3.2.1).</summary>
    public bool HasUniqueBranch => Branch.Length > MagicCookie.Length && Branch.StartsWith(MagicCookie, StringComparison.OrdinalIgnoreCase);

    public string? Received => Parameters.Value("received");

    public string? MulticastAddress => Parameters.Value("maddr");

    /// <summary>Null without rport, 0 for an rport that asks (RFC 3581), else the port filled in.</summary>
    public int? ResponsePort => Parameters.Value("rport") switch
    {
        null => null,
        { Length: > 0 } text when ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) => port,
        _ => 0,
    };

    /// <summary>host[:port], as in the transaction key of 17.2.3.</summary>
    public string SentBy => Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{Host}:{port}") : Host;

    public static Via Of(string transport, string host, int? port, string branch) => new()
    {
        Transport = transport,
        Host = host.Contains(':') && !host.StartsWith('[') ? $"[{host}]" : host,
        Port = port,
        Parameters = new SipParameters([new SipParameter("branch", branch), new SipParameter("rport", null)]),
    };

    public static Via? Parse(string text) => TryParse(text, out var via) ? via : null;

    /// <summary>sent-protocol LWS sent-by *(SEMI via-params): white space may stand around each separator.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Via via)
    {
        via = null!;
        var scanner = new Scanner(text);
        scanner.SkipWhite();
        if (!scanner.TryToken(out var name) || !scanner.TrySeparator('/') || !scanner.TryToken(out var version) || !scanner.TrySeparator('/')
            || !scanner.TryToken(out var transport) || !SipCharacters.IsWhite(scanner.Next))
        {
            return false;
        }

        scanner.SkipWhite();
        if (!scanner.TryHost(out var host) || !TryPort(ref scanner, out var port) || !SipParameters.TryRead(ref scanner, out var parameters))
        {
            return false;
        }

        scanner.SkipWhite();
        if (!scanner.AtEnd || (parameters.Value("branch")?.Length ?? 0) > SipLimits.BranchMax)
        {
            return false;
        }

        var isOurs = name.Equals("SIP", StringComparison.OrdinalIgnoreCase) && version is "2.0";
        via = new Via
        {
            Protocol = isOurs ? "SIP/2.0" : $"{name}/{version}",
            Transport = transport.ToString(),
            Host = host.ToString(),
            Port = port,
            Parameters = parameters,
        };
        return true;
    }

    public Via With(SipParameters parameters) => new()
    {
        Protocol = Protocol,
        Transport = Transport,
        Host = Host,
        Port = Port,
        Parameters = parameters,
    };

    /// <summary>
    /// As the server marks it at reception: received when the source is not the host in sent-by (RFC 3261 18.2.1), received and rport when rport
    /// asks (RFC 3581 4). Beyond the RFC: a sender whose host is not where it sends from is behind a NAT, and only its source port reaches it,
    /// so it gets rport too.
    /// </summary>
    public Via Marked(IPEndPoint source)
    {
        var address = source.Address.IsIPv4MappedToIPv6 ? source.Address.MapToIPv4() : source.Address;
        var sameHost = IPAddress.TryParse(Host, out var host) && host.Equals(address);
        return sameHost && !Parameters.Has("rport")
            ? With(Parameters.Without("received"))
            : With(Parameters.With("received", address.ToString()).With("rport", source.Port.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Where a response over an unreliable transport goes (18.2.2, RFC 3581 4): host or address, and port. Call on a marked Via.</summary>
    public (string Host, int Port) ResponseTarget()
    {
        var port = Port ?? 5060;
        return (MulticastAddress, Received) switch
        {
            ({ } multicast, _) => (multicast, port),
            (null, { } received) => (received, ResponsePort is > 0 and var asked ? asked : port),
            _ => (Host.Trim('[', ']'), port),
        };
    }

    public override string ToString() => Parameters.Append(new StringBuilder($"{Protocol}/{Transport} {SentBy}")).ToString();

    private static bool TryPort(ref Scanner scanner, out int? port)
    {
        port = null;
        if (!scanner.TrySeparator(':'))
        {
            return true;
        }

        if (!scanner.TryNumber(ushort.MaxValue, out var number))
        {
            return false;
        }

        port = (int)number;
        return true;
    }
}
