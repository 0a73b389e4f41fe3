using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using CallCenter.Telephony.Transports;

namespace CallCenter.Api.Composition;

/// <summary>The options of a process that is an edge: how others reach it, and whom it believes.</summary>
internal sealed class EdgeArguments
{
    /// <summary>What a site sends at once that comes back after an outage, in seconds of its rate.</summary>
    private const int BurstFactor = 20;

    private readonly Option<string?> advertised = new("--sip-advertise")
    {
        Description = "HOST or HOST:PORT that phones and trunks are told instead of --sip: a proxy's name, a name with SRV records, a virtual address. The same for all edges of a cluster",
    };

    private readonly Option<string?> proxies = new("--sip-proxies")
    {
        Description = "Addresses or blocks of our own proxies, comma separated: they are believed where a request comes from (X-Source) and how a phone is reached (Path)",
    };

    private readonly Option<int> sourceRate = new("--sip-source-rate")
    {
        Description = $"Requests a second from one address that is no trunk, calls and registrations; {BurstFactor} times as many at once",
        DefaultValueFactory = _ => 100,
    };

    private readonly Option<string?> mediaAddress = new("--media-address") { Description = "Address of this machine for media, where --sip is one that moves or any" };

    private readonly Option<string?> tls = Face("--sip-tls", "SIP over TLS");
    private readonly Option<string?> webSocket = Face("--sip-ws", "SIP over WebSocket without TLS, for tests or behind a proxy that ends TLS");
    private readonly Option<string?> secureWebSocket = Face("--sip-wss", "SIP over secure WebSocket, for browsers");
    private readonly Option<FileInfo?> certificate = new("--sip-tls-cert") { Description = "PEM file of the edge's certificate with its chain; read again when it changes" };
    private readonly Option<FileInfo?> key = new("--sip-tls-key") { Description = "PEM file of its key" };
    private readonly Option<FileInfo?> authorities = new("--sip-tls-ca") { Description = "PEM file of the authorities that trunks over TLS must be known by; without it those of the machine" };

    public void AddTo(RootCommand command)
    {
        advertised.Validators.Add(result => Refuse(result, result.GetValueOrDefault<string?>() is { } text && HostOf(text) is null, "--sip-advertise wants HOST or HOST:PORT, for example sip.example.com"));
        mediaAddress.Validators.Add(result => Refuse(
            result,
            result.GetValueOrDefault<string?>() is { } text && (!IPAddress.TryParse(text, out var address) || IsAny(address)),
            "--media-address wants an address of this machine, for example 192.0.2.11"));
        proxies.Validators.Add(result => Refuse(result, Blocks(result.GetValueOrDefault<string?>()) is null, "--sip-proxies wants addresses or blocks, for example 192.0.2.10,198.51.100.0/28"));
        sourceRate.Validators.Add(result => Refuse(result, result.GetValueOrDefault<int>() is < 1 or > 100_000, "--sip-source-rate wants a number from 1 to 100000"));
        command.Add(sourceRate);
        command.Add(advertised);
        command.Add(proxies);
        command.Add(mediaAddress);
        foreach (var option in (ReadOnlySpan<Option>)[tls, webSocket, secureWebSocket, certificate, key, authorities])
        {
            command.Add(option);
        }

        command.Validators.Add(Together);
    }

    public RunOptions Read(ParseResult parsed, RunOptions options) => options with
    {
        SipAdvertised = parsed.GetValue(advertised) is { } text ? HostOf(text) : null,
        SipProxies = Blocks(parsed.GetValue(proxies)) ?? [],
        SipFaces = new StreamFaces
        {
            Tls = EndPoint(parsed.GetValue(tls)),
            WebSocket = EndPoint(parsed.GetValue(webSocket)),
            SecureWebSocket = EndPoint(parsed.GetValue(secureWebSocket)),
            Certificate = parsed.GetValue(certificate) is { } shown && parsed.GetValue(key) is { } its ? (shown.FullName, its.FullName) : null,
            Authorities = parsed.GetValue(authorities)?.FullName,
        },
        SipSourcePerSecond = parsed.GetValue(sourceRate),
        SipSourceBurst = parsed.GetValue(sourceRate) * BurstFactor,
        MediaAddress = parsed.GetValue(mediaAddress) is { } address ? IPAddress.Parse(address) : null,
    };

    private static Option<string?> Face(string name, string description)
    {
        var option = new Option<string?>(name) { Description = $"{description} (ADDR:PORT); off unless given" };
        option.Validators.Add(result => Refuse(result, result.GetValueOrDefault<string?>() is { } text && EndPoint(text) is null, $"{name} wants ADDR:PORT, for example 192.0.2.11:5061"));
        return option;
    }

    private static IPEndPoint? EndPoint(string? text) => text is not null && IPEndPoint.TryParse(text, out var parsed) && parsed.Port != 0 ? parsed : null;

    private void Together(CommandResult command)
    {
        var (hasCertificate, hasKey) = (command.GetResult(certificate) is not null, command.GetResult(key) is not null);
        Refuse(command, hasCertificate != hasKey, "--sip-tls-cert and --sip-tls-key belong together");
        Refuse(command, !hasCertificate && (command.GetResult(tls) is not null || command.GetResult(secureWebSocket) is not null), "--sip-tls and --sip-wss need --sip-tls-cert and --sip-tls-key");
    }

    /// <summary>A host name or an address, in a URI's form, with or without a port; null: neither.</summary>
    internal static (string Host, int? Port)? HostOf(string text)
    {
        var colon = text.LastIndexOf(':');
        var hasPort = colon > text.LastIndexOf(']');
        var host = hasPort ? text[..colon] : text;
        int? port = hasPort && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number != 0 ? number : null;
        var isHost = Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4 || (host.StartsWith('[') && Uri.CheckHostName(host) == UriHostNameType.IPv6);
        return isHost && hasPort == port.HasValue && !(IPAddress.TryParse(host, out var address) && IsAny(address)) ? (host, port) : null;
    }

    /// <summary>Null: something in it is no address and no block.</summary>
    internal static IReadOnlyList<IPNetwork>? Blocks(string? text)
    {
        List<IPNetwork> blocks = [];
        foreach (var word in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPNetwork.TryParse(word.Contains('/') ? word : $"{word}/{(word.Contains(':') ? 128 : 32)}", out var block))
            {
                blocks.Add(block);
            }
            else
            {
                return null;
            }
        }

        return blocks;
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static void Refuse(SymbolResult result, bool isWrong, string message)
    {
        if (isWrong)
        {
            result.AddError(message);
        }
    }
}
