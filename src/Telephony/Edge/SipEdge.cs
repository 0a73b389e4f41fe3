using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Phones;
using CallCenter.Telephony.Transports;
using Microsoft.Extensions.Logging;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// One SIP edge: UDP and TCP on one address, transactions, digest, and what calls ask of it. It owns the sockets and one thread; it keeps
/// nothing that a restart may not lose.
/// </summary>
public sealed partial class SipEdge : ILegs, IAsyncDisposable
{
    private readonly EdgeOptions options;
    private readonly ISignals signals;
    private readonly IMedia media;
    private readonly IDialPlan plan;
    private readonly TimeProvider clock;
    private readonly ILogger<SipEdge> log;
    private readonly ICallers? callers;
    private readonly IChannels? channels;
    private readonly EdgeLoop loop;
    private readonly LoopTimers timers;
    private readonly Meter meter = new(TelephonyMetrics.MeterName);
    private SocketNetwork? network;
    private EdgeCore? core;

    /// <param name="options">How it listens.</param>
    /// <param name="signals">The core.</param>
    /// <param name="media">Where sessions come from.</param>
    /// <param name="plan">Who may call and what numbers there are.</param>
    /// <param name="clock">What time it is in this center: ring times are decided by the core's. How time passes is always the machine's.</param>
    /// <param name="log">Its log.</param>
    /// <param name="callers">Who knows callers; null: nobody.</param>
    /// <param name="channels">Who knows which channels of trunks are occupied; null: nobody but the edge itself.</param>
    public SipEdge(EdgeOptions options, ISignals signals, IMedia media, IDialPlan plan, TimeProvider clock, ILogger<SipEdge> log, ICallers? callers = null, IChannels? channels = null)
    {
        this.options = options;
        this.signals = signals;
        this.media = media;
        this.plan = plan;
        this.clock = clock;
        this.log = log;
        this.callers = callers;
        this.channels = channels;
        loop = new EdgeLoop(RecordDefect);
        timers = new LoopTimers(loop, TimeProvider.System);
    }

    /// <summary>Where it listens. Only after <see cref="Start"/>.</summary>
    public IPEndPoint Local => network?.Local ?? throw new InvalidOperationException("The edge is not started.");

    /// <exception cref="SocketException">The address is in use or not of this machine.</exception>
    /// <exception cref="InvalidDataException">The certificate cannot be used.</exception>
    /// <param name="rests">New calls wait until <see cref="Open"/>, and proxies that ask are told to bring none.</param>
    public void Start(bool rests = false)
    {
        var user = new Later(this);
        network = new SocketNetwork(options.Listen, options.Faces, options.Name, options.Transports, loop, timers, clock, user);
        var address = EdgeAddress.Of(options, network.Local, network.Faces);
        core = new EdgeCore(options, address, loop, timers, network, signals, media, plan, clock, callers, channels);
        if (rests)
        {
            core.Rest();
        }

        Measure(core);
        loop.Start($"sip {options.Name}");
        network.Start();
        LogListening(network.Local, address.Host);
    }

    /// <summary>New calls are served from now on.</summary>
    public void Open() => loop.Post(() => core?.Open());

    /// <summary>New calls get 503 from now on; those that are there go on.</summary>
    public void Drain() => loop.Post(() => core?.Drain());

    /// <summary>What is under way, for the operator and for a drain that waits.</summary>
    public Task<(int Transactions, int Arrivals, int Duties)> Load() => loop.Ask(() => Task.FromResult(Started.Load));

    public Task<bool> Perform(ActorId call, string key, string? at, LegCommand command, CancellationToken dutyEnded) =>
        loop.Ask(() => Started.Perform(call, key, at, command, dutyEnded));

    public Task<bool> Probe(ActorId phone, string key, PhoneProbe probe, CancellationToken dutyEnded) =>
        loop.Ask(() => Started.Probe(phone, key, probe, dutyEnded));

    public Task<bool> Place(ActorId agent, string key, PlaceCall order, CancellationToken dutyEnded) =>
        loop.Ask(() => Started.Place(agent, key, order, dutyEnded));

    /// <summary>At once: peers see a machine that went away, and repeat until it is back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (core is not null && network is not null)
        {
            await loop.Ask(() =>
            {
                core.Stop();
                network.Dispose();
                return Task.FromResult(true);
            });
        }

        meter.Dispose();
        timers.Dispose();
        loop.Dispose();
    }

    private EdgeCore Started => core ?? throw new InvalidOperationException("The edge is not started.");

    private void Measure(EdgeCore measured)
    {
        meter.CreateObservableGauge("sip.transactions", () => measured.Load.Transactions, description: "SIP transactions that are alive");
        meter.CreateObservableGauge("sip.arrivals.held", () => measured.Load.Arrivals, description: "INVITEs held until the core has answered");
        meter.CreateObservableGauge("sip.duties", () => measured.Load.Duties, description: "Duties of calls and phones being carried out");
        meter.CreateObservableGauge("sip.loop.backlog", () => loop.Backlog, description: "Messages waiting for the edge's loop");
    }

    private void RecordDefect(Exception defect)
    {
        TelephonyMetrics.Defects.Add(1);
        LogDefect(defect);
    }

    [LoggerMessage(3001, LogLevel.Information, "SIP listens on {Local} over UDP and TCP, reached as {Host}")]
    private partial void LogListening(IPEndPoint local, string host);

    [LoggerMessage(3002, LogLevel.Error, "A SIP message or duty met a defect; the edge goes on")]
    private partial void LogDefect(Exception defect);

    /// <summary>The sockets are there before the core that needs their address.</summary>
    private sealed class Later(SipEdge edge) : INetworkUser
    {
        public void Received(ReadOnlyMemory<byte> message, Hop from) => edge.Started.Received(message, from);

        public void ConnectionLost(string connection) => edge.core?.ConnectionLost(connection);
    }
}
