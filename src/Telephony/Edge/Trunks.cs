using CallCenter.Actors;
using CallCenter.Actors.Configuration;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// What this edge knows of trunks: which are silent, and how many of their channels are taken. The channels are those that calls occupy
/// (<see cref="IChannels"/>) and those that begin here, until they are heard of from there: only calls that begin within that moment at two edges can
/// together be more than a trunk takes. On the loop only.
/// </summary>
internal sealed class Trunks
{
    /// <summary>How long a channel that begins here is counted apart: longer than its event takes to come back.</summary>
    public static readonly TimeSpan NewsTime = TimeSpan.FromSeconds(5);

    /// <summary>A trunk that was silent is left alone as long as there are others, unless it is asked and answers before.</summary>
    public static readonly TimeSpan SilentFor = TimeSpan.FromSeconds(30);

    /// <summary>How long a call waits for any sign of a trunk while there are others: three INVITEs over UDP (0, 0.5, 1.5 s).</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(3);

    /// <summary>How often it is looked who is to be asked; and a silent one that is asked at all is asked so often.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);

    private const int ServiceUnavailable = 503;

    private readonly IDialPlan plan;
    private readonly Requester requester;
    private readonly LoopTimers timers;
    private readonly EdgeLoop loop;
    private readonly TimeProvider clock;
    private readonly IChannels? channels;
    private readonly Dictionary<(string Tenant, string Trunk), long> silent = [];
    private readonly Dictionary<(string Tenant, string Trunk), long> heard = [];
    private readonly Dictionary<(string Tenant, string Trunk), long> asked = [];
    private readonly Dictionary<(string Tenant, string Trunk), Dictionary<(string Call, int Leg), long>> begun = [];

    public Trunks(IDialPlan plan, Requester requester, LoopTimers timers, EdgeLoop loop, TimeProvider clock, IChannels? channels)
    {
        this.plan = plan;
        this.requester = requester;
        this.timers = timers;
        this.loop = loop;
        this.clock = clock;
        this.channels = channels;
        loop.Post(AskAround);
    }

    /// <summary>A channel for this leg, which has it from now on; false: all are taken. A trunk that is not configured any more has no limit.</summary>
    public bool Takes(ActorId call, string trunk, int leg)
    {
        var (key, channel) = ((call.Tenant, trunk), (call.Key, leg));
        if (plan.Trunk(call.Tenant, trunk)?.Channels is not { } limit)
        {
            return true;
        }

        var news = News(key);
        var occupied = channels?.Of(call.Tenant, trunk);
        var taken = (occupied?.Count ?? 0) + news.Keys.Count(begins => occupied?.Contains(begins) != true);
        if (occupied?.Contains(channel) != true && !news.ContainsKey(channel) && taken >= limit)
        {
            TelephonyMetrics.Limited.Add(1, TelephonyMetrics.Limit("trunk"));
            return false;
        }

        news[channel] = clock.GetTimestamp();
        return true;
    }

    public bool IsSilent(string tenant, string trunk) => silent.TryGetValue((tenant, trunk), out var since) && clock.GetElapsedTime(since) < SilentFor;

    /// <summary>It said anything at all.</summary>
    public void Heard(string tenant, string trunk)
    {
        heard[(tenant, trunk)] = clock.GetTimestamp();
        silent.Remove((tenant, trunk));
    }

    /// <summary>It said nothing, or that it is out of service.</summary>
    public void NotHeard(string tenant, string trunk)
    {
        if (!IsSilent(tenant, trunk))
        {
            TelephonyMetrics.TrunksSilent.Add(1);
        }

        silent[(tenant, trunk)] = clock.GetTimestamp();
    }

    /// <summary>Channels that began here lately.</summary>
    private Dictionary<(string Call, int Leg), long> News((string Tenant, string Trunk) key)
    {
        if (!begun.TryGetValue(key, out var news))
        {
            begun.Add(key, news = []);
        }

        foreach (var (channel, _) in news.Where(begin => clock.GetElapsedTime(begin.Value) >= NewsTime).ToArray())
        {
            news.Remove(channel);
        }

        return news;
    }

    private void AskAround()
    {
        Forget(silent);
        Forget(heard);
        Forget(asked);
        Forget(begun);
        foreach (var (tenant, trunk) in plan.WaysOut)
        {
            var key = (tenant, trunk.Id);
            if (trunk.AskEvery is { } every && (!asked.TryGetValue(key, out var last) || clock.GetElapsedTime(last) >= (silent.ContainsKey(key) ? Tick : every)))
            {
                asked[key] = clock.GetTimestamp();
                loop.Spawn(Ask(tenant, trunk));
            }
        }

        timers.Start(Tick, AskAround);
    }

    /// <summary>What is known of trunks that are not configured any more.</summary>
    private void Forget<T>(Dictionary<(string Tenant, string Trunk), T> known)
    {
        foreach (var gone in known.Keys.Where(key => plan.Trunk(key.Tenant, key.Trunk) is null).ToArray())
        {
            known.Remove(gone);
        }
    }

    private async Task Ask(string tenant, TrunkEntry trunk)
    {
        var begun = clock.GetTimestamp();
        var options = requester.Options(trunk.Outbound!, trunk.Id);
        var answer = await requester.Ask(options, $"{Via.MagicCookie}{options.From.Tag}", null);
        if (answer is not (null or { Status: ServiceUnavailable }))
        {
            Heard(tenant, trunk.Id);
        }
        else if (!heard.TryGetValue((tenant, trunk.Id), out var last) || last < begun)
        {
            NotHeard(tenant, trunk.Id);
        }
    }
}
