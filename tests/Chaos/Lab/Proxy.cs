using System.Net;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.Chaos.Lab;

/// <summary>Kamailio with the configuration that ships, at host <c>proxy</c>, before the edges.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(1);

    private readonly Started process;

    private Proxy(Started process) => this.process = process;

    /// <summary>Waits until an edge answers through it.</summary>
    public static async Task<Proxy> Start(Network network, IPEndPoint at, string edgesName, IEnumerable<string> edges, string folder)
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, "proxy")).FullName;
        var list = Path.Combine(place, "dispatcher.list");
        await File.WriteAllLinesAsync(list, edges.Select(edge => $"1 sip:{edge}"));
        List<string> command =
        [
            .. network.On("proxy"), "kamailio", "-DD", "-E", "-f", Path.Combine(Product.Repository, "deploy", "kamailio", "kamailio.cfg"), "-Y", place, "-w", place, "-P", Path.Combine(place, "pid"), "-m", "64", "-M", "8",
        ];
        var proxy = new Proxy(Started.Start(command[0], command.Skip(1), place, new Dictionary<string, string>
        {
            ["KAM_ADDRESS"] = at.Address.ToString(),
            ["KAM_EDGES_NAME"] = edgesName,
            ["KAM_DISPATCHER"] = list,
        }));
        using var asking = new SipSocket(network.Address("peers"), at);
        var number = 0;
        return await Pace.Until(() => Answers(asking, ++number), StartMax, CancellationToken.None, Pace.Seldom)
            ? proxy
            : throw new TimeoutException($"Kamailio leads to no edge:\n{proxy.process.Output}");
    }

    public async ValueTask DisposeAsync()
    {
        // Its children end with it.
        await process.Signal("-TERM");
        await process.DisposeAsync();
    }

    private static async Task<bool> Answers(SipSocket asking, int number)
    {
        try
        {
            await asking.Send(asking.Request("OPTIONS", "sip:edges", $"up{number}", 1));
            return (await asking.Receive(AnswerMax)).StartsWith("SIP/2.0 200", StringComparison.Ordinal);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
