using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;

namespace CallCenter.Api.Composition;

/// <summary>The options of a process that is an edge: how others reach it.</summary>
internal sealed class EdgeArguments
{
    private readonly Option<string?> advertised = new("--sip-advertise")
    {
        Description = "HOST or HOST:PORT that phones and trunks are told instead of --sip: a proxy's name, a name with SRV records, a virtual address. The same for all edges of a cluster",
    };

    private readonly Option<string?> proxies = new("--sip-proxies")
    {
        Description = "Addresses or blocks of our own proxies, comma separated: they are believed where a request comes from (X-Source) and how a phone is reached (Path)",
    };

    private readonly Option<string?> mediaAddress = new("--media-address") { Description = "Address of this machine for media, where --sip is one that moves or any" };

    public void AddTo(RootCommand command)
    {
        advertised.Validators.Add(result => Refuse(result, result.GetValueOrDefault<string?>() is { } text && HostOf(text) is null, "--sip-advertise wants HOST or HOST:PORT, for example sip.example.com"));
        mediaAddress.Validators.Add(result => Refuse(
            result,
            result.GetValueOrDefault<string?>() is { } text && (!IPAddress.TryParse(text, out var address) || IsAny(address)),
            "--media-address wants an address of this machine, for example 192.0.2.11"));
        proxies.Validators.Add(result => Refuse(result, Blocks(result.GetValueOrDefault<string?>()) is null, "--sip-proxies wants addresses or blocks, for example 192.0.2.10,198.51.100.0/28"));
        command.Add(advertised);
        command.Add(proxies);
        command.Add(mediaAddress);
    }

    public RunOptions Read(ParseResult parsed, RunOptions options) => options with
    {
        SipAdvertised = parsed.GetValue(advertised) is { } text ? HostOf(text) : null,
        SipProxies = Blocks(parsed.GetValue(proxies)) ?? [],
        MediaAddress = parsed.GetValue(mediaAddress) is { } address ? IPAddress.Parse(address) : null,
    };

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
