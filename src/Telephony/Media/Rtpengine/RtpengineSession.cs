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
    private Announcing toCaller;
    private Announcing toOther;
    private int pressedToCaller;
    private int pressedToOther;

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
        var caller = desired.Caller is { } one ? Destination.Of(one, family, symmetric: true) : null;
        var other = desired.Other is { } two ? Destination.Of(two, family, symmetric: true) : null;
        if (caller is null != desired.Caller is null || other is null != desired.Other is null)
            return false;

        var now = time.GetTimestamp();
        toCaller = toCaller.Next(desired.CallerHears, sounds, now, time);
        toOther = toOther.Next(desired.OtherHears, sounds, now, time);
        var wanted = SessionTold.Of(desired, caller, other, toCaller.Playing(now), toOther.Playing(now));
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

        await Press(MediaSide.Caller, desired, ended).ConfigureAwait(false);
        await Press(MediaSide.Other, desired, ended).ConfigureAwait(false);
        return true;
    }

    /// <summary>Each order once, and none that is late. An instance presses keys in what the other side sends: where that has sent nothing yet, they are lost.</summary>
    private async Task Press(MediaSide to, MediaDesired desired, CancellationToken ended)
    {
        var (order, peer) = to == MediaSide.Caller ? (desired.CallerHears.Pressed, desired.Caller) : (desired.OtherHears.Pressed, desired.Other);
        if (order is null || !IsNew(to, order.Number) || peer?.TelephoneEvent is null || !sounds.MayPress(order))
            return;
        foreach (var digit in order.Digits)
        {
            var reply = await instance.Client.Ask(commands.Press(to, digit), ended).ConfigureAwait(false);
            if (!reply.IsOk)
                sounds.NotPressed(instance.Name, reply.Why);
        }
    }

    private bool IsNew(MediaSide to, int number)
    {
        ref var pressed = ref to == MediaSide.Caller ? ref pressedToCaller : ref pressedToOther;
        if (number <= pressed)
            return false;
        pressed = number;
        return true;
    }

    /// <summary>
    /// How long until the next announcement is over that was told; null: none was. By what was told, not by what time it is now: one that ends between
    /// the two has still to be followed by its music.
    /// </summary>
    private TimeSpan? Left()
    {
        var ends = new[] { EndOf(told?.ToCaller, toCaller), EndOf(told?.ToOther, toOther) }.Min();
        // Upwards: timers count whole milliseconds, and one that is early has to wait again.
        return ends is { } end ? TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(time.GetElapsedTime(time.GetTimestamp(), end).TotalMilliseconds))) : null;
    }

    private static long? EndOf(Played? played, Announcing announcing) => played is { Announcement: not null } ? announcing.EndsAt : null;
}
