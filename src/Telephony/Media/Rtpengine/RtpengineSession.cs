using System.Net.Sockets;
using CallCenter.Actors;
using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>
/// The session of one slot on its instance: made as desired by commands that may all be repeated, one change at a time. What was told is remembered
/// only to leave out what is so already; without memory (another process had it, or had versions in between, the instance restarted) everything is said
/// again, and music begins anew.
/// </summary>
internal sealed partial class RtpengineSession(ActorId call, MediaSlot slot, RtpengineInstance instance, RtpengineSounds sounds, TimeProvider time)
{
    private readonly NgCommands commands = instance.CommandsOf(slot);
    private readonly Turns turns = new();
    private readonly Lock gate = new();
    private MediaDesired? newest;
    private bool closed;
    private int reported;

    // Within a turn only.
    private SessionTold? told;
    private int toldVersion;
    private int toldConnection;
    private readonly Announcing[] announcing = new Announcing[SessionTold.Sides.Length];
    private readonly int[] pressed = new int[SessionTold.Sides.Length];

    public MediaSlot Slot => slot;

    public RtpengineInstance Instance => instance;

    public ActorId Call => call;

    /// <summary>Its instance said that it has no such session.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether its loss is news: once, until it is well again.</summary>
    public bool ReportLoss() => Interlocked.Exchange(ref reported, 1) == 0;

    /// <summary>
    /// True: it is as desired, and what is announced has been said. False: it cannot be made so, for a peer is none that can be reached, or the
    /// instance has no such session any more.
    /// </summary>
    /// <exception cref="TimeoutException">The instance does not answer: ask again.</exception>
    public async Task<bool> Apply(MediaDesired desired, CancellationToken ended)
    {
        lock (gate)
        {
            if (newest is null || desired.Version > newest.Version)
                newest = desired;
        }

        while (true)
        {
            var (isSo, announcing) = await turns.Take(async () => IsWanted(desired) ? (await Become(desired, ended).ConfigureAwait(false), Left()) : (true, null)).ConfigureAwait(false);
            if (!isSo || announcing is not { } left)
                return isSo;
            await Task.Delay(left, time, ended).ConfigureAwait(false);
        }
    }

    /// <summary>The instance may have forgotten what it was told: everything again, as it was desired last. False: it has no such session any more.</summary>
    public async Task<bool> Restore(CancellationToken ended)
    {
        await turns.Take(() => Task.FromResult(told = null)).ConfigureAwait(false);
        return Newest is not { } desired || await Apply(desired, ended).ConfigureAwait(false);
    }

    /// <summary>Nothing more is asked of the instance, whatever still waits for its turn.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
        }
    }

    private MediaDesired? Newest
    {
        get
        {
            lock (gate)
            {
                return newest;
            }
        }
    }

    private bool IsWanted(MediaDesired desired)
    {
        lock (gate)
        {
            return !closed && desired.Version >= newest!.Version;
        }
    }

    private async Task<bool> Become(MediaDesired desired, CancellationToken ended)
    {
        var family = instance.IsIp6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        var destinations = SessionTold.Sides.Select(side => SessionTold.PeerOf(desired, side) is { } peer ? Destination.Of(peer, family, symmetric: true) : null).ToArray();
        if (SessionTold.Sides.Any(side => destinations[At(side)] is null != SessionTold.PeerOf(desired, side) is null))
            return false;

        var now = time.GetTimestamp();
        foreach (var side in SessionTold.Sides)
        {
            announcing[At(side)] = announcing[At(side)].Next(SessionTold.HeardBy(desired, side), sounds, now, time);
        }

        var wanted = SessionTold.Of(desired, side => destinations[At(side)], side => announcing[At(side)].Playing(now));
        var before = toldConnection == instance.Health.Connections && desired.Version <= toldVersion + 1 ? told : null;
        toldVersion = desired.Version;
        if (wanted != before)
        {
            toldConnection = instance.Health.Connections;
            // Until all of it is said nobody knows what the instance does.
            told = null;
            IsLost = !await Tell(wanted, before, ended).ConfigureAwait(false);
            if (IsLost)
                return false;

            told = wanted;
            Volatile.Write(ref reported, 0);
        }

        foreach (var side in SessionTold.Sides)
        {
            await Press(side, desired, wanted, ended).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Each order once, and none that is late. An instance presses keys in what the other side sends: where that has sent nothing yet, they are lost.</summary>
    private async Task Press(MediaSide to, MediaDesired desired, SessionTold wanted, CancellationToken ended)
    {
        if (SessionTold.HeardBy(desired, to).Pressed is not { } order || !IsNew(to, order.Number) || SessionTold.PeerOf(desired, to)?.TelephoneEvent is null || !sounds.MayPress(order))
            return;
        var from = wanted.PartnerOf(to) ?? (to == MediaSide.Caller ? MediaSide.Other : MediaSide.Caller);
        foreach (var digit in order.Digits)
        {
            var reply = await instance.Client.Ask(commands.Press(from, digit), ended).ConfigureAwait(false);
            if (!reply.IsOk)
                sounds.NotPressed(instance.Name, reply.Why);
        }
    }

    private bool IsNew(MediaSide to, int number)
    {
        if (number <= pressed[At(to)])
            return false;
        pressed[At(to)] = number;
        return true;
    }

    /// <summary>
    /// How long until the next announcement is over that was told; null: none was. By what was told, not by what time it is now: one that ends between
    /// the two has still to be followed by its music.
    /// </summary>
    private TimeSpan? Left()
    {
        var ends = SessionTold.Sides.Select(side => EndOf(told?.To(side), announcing[At(side)])).Min();
        // Upwards: timers count whole milliseconds, and one that is early has to wait again.
        return ends is { } end ? TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(time.GetElapsedTime(time.GetTimestamp(), end).TotalMilliseconds))) : null;
    }

    private static int At(MediaSide side) => (int)side - 1;

    private static long? EndOf(Played? played, Announcing announcing) => played is { Announcement: not null } ? announcing.EndsAt : null;
}
