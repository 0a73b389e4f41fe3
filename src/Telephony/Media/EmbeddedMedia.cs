using System.Collections.Concurrent;
using System.Net.Sockets;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Media.Rtp;
using CallCenter.Telephony.Media.Sounds;
using Microsoft.Extensions.Logging;

namespace CallCenter.Telephony.Media;

/// <summary>
/// Media inside the process, for a center on one machine: a G.711 relay that plays music and announcements and notices digits. Owns the UDP
/// ports of its range. Safe for use by many threads. After a restart each live call's <see cref="Apply"/> claims its own ports again;
/// say <see cref="Recovered"/> when all have.
/// </summary>
public sealed partial class EmbeddedMedia : IMedia, IDisposable
{
    private readonly Lock gate = new();
    private readonly ILogger log;
    private readonly EmbeddedMediaOptions options;
    private readonly RtpClock clock;
    private readonly Receiver receiver;
    private readonly Pacer pacer;
    private readonly PortPool ports;
    private readonly Speaker speaker;
    private readonly SessionSurroundings surroundings;
    private readonly ConcurrentDictionary<int, MediaSession> sessions = new();
    private readonly MediaMeter meter;
    private SideCounts closed;

    /// <summary>Loads all sounds; that takes a moment.</summary>
    /// <exception cref="ArgumentException">An option cannot work.</exception>
    /// <exception cref="DirectoryNotFoundException">The directory of sounds does not exist.</exception>
    public EmbeddedMedia(EmbeddedMediaOptions options, ILogger<EmbeddedMedia> log, Action<MediaNotice>? notice = null, TimeProvider? time = null)
        : this(options, log, notice, time, Receiver.Of)
    {
    }

    internal EmbeddedMedia(EmbeddedMediaOptions options, ILogger<EmbeddedMedia> log, Action<MediaNotice>? notice, TimeProvider? time, Func<AddressFamily, Receiver> receiverOf)
    {
        (this.options, this.log) = (options.Validated(), log);
        clock = new RtpClock(time ?? TimeProvider.System);
        ports = new PortPool(options, Random.Shared);
        var sounds = new SoundLibrary(options.SoundDirectory, log);
        receiver = receiverOf(options.BindAddress.AddressFamily);
        pacer = new Pacer(clock);
        speaker = new Speaker(sounds, time ?? TimeProvider.System);
        surroundings = new SessionSurroundings(
            options.BindAddress, options.SocketBufferBytes, options.SymmetricRtp, clock, sounds, speaker, receiver, pacer, Random.Shared, notice ?? (_ => { }));
        meter = new MediaMeter(this);
    }

    /// <summary>Every call that lived before the start has applied its session: all other ports are free to use. Ends <see cref="EmbeddedMediaOptions.ReuseAfterStart"/>.</summary>
    public void Recovered()
    {
        lock (gate)
        {
            ports.Open();
        }
    }

    public ValueTask<MediaSlot?> Allocate(string call)
    {
        lock (gate)
        {
            return ValueTask.FromResult(ports.Take(clock.Elapsed));
        }
    }

    public Task<bool> Free(MediaSlot slot, CancellationToken dutyEnded)
    {
        lock (gate)
        {
            if (ports.Release(slot, clock.Elapsed + options.ReuseAfterClose) && sessions.TryRemove(slot.Port, out var session))
                closed += session.Close();
        }

        return Task.FromResult(true);
    }

    public Task<bool> Apply(ActorId call, MediaDesired desired, CancellationToken dutyEnded)
    {
        var (holding, session) = Claim(desired.Slot);
        if (holding == Holding.OfAnother)
            SlotIsOfAnother(desired.Slot);
        if (session is null)
            return Task.FromResult(holding == Holding.Over);

        var applied = session.Apply(desired);
        if (!applied)
            SessionCannotBeMade(desired.Slot, desired.Version);
        return Task.FromResult(applied);
    }

    public MediaTotals Totals()
    {
        lock (gate)
        {
            return new MediaTotals(ports.Slots, ports.Held, sessions.Count, pacer.Playing, sessions.Values.Aggregate(closed, (sum, session) => sum + session.Counts()), speaker.Counts);
        }
    }

    /// <summary>The live session of a slot, or null.</summary>
    public SessionReport? Report(MediaSlot slot) => sessions.TryGetValue(slot.Port, out var session) && session.Report() is var report && report.Slot == slot ? report : null;

    /// <summary>All live sessions, in no order; made while they go on.</summary>
    public IEnumerable<SessionReport> Reports() => sessions.Values.Select(session => session.Report());

    public void Dispose()
    {
        meter.Dispose();
        foreach (var session in sessions.Values)
        {
            session.Close();
        }

        receiver.Dispose();
        pacer.Dispose();
    }

    private (Holding Holding, MediaSession? Session) Claim(MediaSlot slot)
    {
        lock (gate)
        {
            var holding = ports.Hold(slot);
            return (holding, holding == Holding.Ours ? sessions.GetOrAdd(slot.Port, _ => new MediaSession(slot, surroundings)) : null);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Media slot {Slot} is held by another call or instance; this call gets no sound")]
    private partial void SlotIsOfAnother(MediaSlot slot);

    [LoggerMessage(Level = LogLevel.Error, Message = "Media session {Slot} version {Version} cannot be made: its port is in use, or a peer's address or payload is not usable")]
    private partial void SessionCannotBeMade(MediaSlot slot, int version);
}
