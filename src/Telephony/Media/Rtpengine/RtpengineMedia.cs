using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Media.Sounds;
using Microsoft.Extensions.Logging;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>
/// Media on rtpengines, which outlive this process and are reached by every edge: relay, transcoding, music, announcements, digits. A new session
/// goes to a healthy instance, chosen by its call so that the calls are spread and a repeated INVITE meets the same; its slot names it ever after.
/// Safe for use by many threads.
/// </summary>
public sealed partial class RtpengineMedia : IMedia, IDisposable
{
    /// <summary>Instances that one arrival tries: more would take longer than a caller's INVITE may wait.</summary>
    public const int TriesMax = 2;

    public static readonly TimeSpan RestoreAgainAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>Sessions that were left at an instance that was gone, to be closed there when it is back.</summary>
    public const int LeftMax = 10_000;

    /// <summary>Sessions that are told again at once after an instance restarted.</summary>
    public const int RestoresAtOnce = 16;

    private readonly ConcurrentDictionary<string, RtpengineSession> sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RtpengineInstance> instances;
    private readonly ClosedSlots closed = new();
    private readonly ConcurrentQueue<MediaSlot> left = new();
    private readonly CancellationTokenSource closing = new();
    private readonly Action<MediaNotice> notice;
    private readonly RtpengineSounds sounds;
    private readonly RtpengineMeter meter;
    private readonly TimeProvider time;
    private readonly ILogger log;

    /// <summary>Loads all sounds; that takes a moment.</summary>
    /// <exception cref="ArgumentException">An option cannot work.</exception>
    /// <exception cref="DirectoryNotFoundException">The directory of sounds does not exist.</exception>
    public RtpengineMedia(RtpengineOptions options, ILogger<RtpengineMedia> log, Action<MediaNotice>? notice = null, TimeProvider? time = null)
    {
        options = options.Validated();
        (this.log, this.notice, this.time) = (log, notice ?? (_ => { }), time ?? TimeProvider.System);
        var library = new SoundLibrary(options.SoundDirectory, log);
        sounds = new RtpengineSounds(options, library, new Speaker(library, this.time), log);
        // Of this run: what an earlier one remembered is gone with it.
        var holder = Random.Shared.NextInt64().ToString("x", CultureInfo.InvariantCulture);
        instances = options.Instances.ToDictionary(address => address.Name, address => new RtpengineInstance(address, options, holder, this.time, Turned, Restarted), StringComparer.Ordinal);
        foreach (var instance in instances.Values)
        {
            instance.Client.Stream.Noticed += Noticed;
        }

        meter = new RtpengineMeter(this);
    }

    /// <summary>A session has no media server any more. Raised by any thread; be quick.</summary>
    public event Action<LostSession>? Lost;

    /// <summary>The instances by name, and whether each is there.</summary>
    public IEnumerable<(string Name, bool IsThere)> Instances => instances.Values.Select(instance => (instance.Name, instance.Health.IsThere));

    public int Sessions => sessions.Count;

    public AnnouncementCounts Announcements => sounds.Counts;

    /// <summary>One of the instances has answered: calls can be taken.</summary>
    public Task Reached => Task.WhenAny(instances.Values.Select(instance => instance.Health.Reached));

    public async ValueTask<MediaSlot?> Allocate(string call)
    {
        foreach (var instance in Preferred(call).Take(TriesMax))
        {
            var lease = Random.Shared.NextInt64(1, 1L << 53);
            try
            {
                if (await instance.Open(lease, closing.Token).ConfigureAwait(false) is { } slot)
                    return slot;
                TakesNoMore(instance.Name);
            }
            catch (TimeoutException silent)
            {
                DidNotOpen(instance.Name, silent.Message);
                _ = Close(instance, instance.Unopened(lease));
            }
        }

        return null;
    }

    public async Task<bool> Apply(ActorId call, MediaDesired desired, CancellationToken dutyEnded)
    {
        if (closed.Has(desired.Slot))
            return true;
        if (SessionOf(call, desired.Slot) is not { } session)
        {
            InstanceIsUnknown(desired.Slot);
            Lost?.Invoke(new LostSession(call, desired.Slot));
            return false;
        }

        if (closed.Has(desired.Slot))
        {
            // Closed between the two: nobody would take it out again.
            Forget(desired.Slot);
            return true;
        }

        // The session may be news here: another edge had it, or this process did before it was killed.
        if (!session.Instance.Health.IsThere)
            Report(session);
        var applied = await session.Apply(desired, dutyEnded).ConfigureAwait(false);
        if (!applied)
        {
            CannotBeMade(desired.Slot, desired.Version);
            Forget(desired.Slot);
            if (session.IsLost)
                Report(session);
        }

        return applied;
    }

    /// <summary>What a gone instance had is over with it, and closed if it comes back and still knows the session.</summary>
    public async Task<bool> Free(MediaSlot slot, CancellationToken dutyEnded)
    {
        closed.Add(slot);
        Forget(slot);
        if (!instances.TryGetValue(slot.Instance, out var instance))
            return true;
        if (!instance.Health.IsThere)
        {
            CloseWhenBack(slot);
            return true;
        }

        await instance.Client.Ask(instance.CommandsOf(slot).Delete(), dutyEnded).ConfigureAwait(false);
        return true;
    }

    /// <summary>Its instance is not there, or does not know it.</summary>
    public bool IsLost(MediaSlot slot) =>
        !instances.TryGetValue(slot.Instance, out var instance) || !instance.Health.IsThere
        || !sessions.TryGetValue(RtpengineInstance.CallOf(slot), out var session) || session.IsLost;

    /// <summary>The call has another session: this one is closed, now or when its instance is back.</summary>
    public void Leave(MediaSlot slot)
    {
        closed.Add(slot);
        Forget(slot);
        CloseWhenBack(slot);
    }

    public void Dispose()
    {
        meter.Dispose();
        closing.Cancel();
        foreach (var instance in instances.Values)
        {
            instance.Dispose();
        }

        closing.Dispose();
    }

    /// <summary>Those that are there, the one with the highest hash of its name and the call first (rendezvous): a lost one moves only its own calls.</summary>
    private IEnumerable<RtpengineInstance> Preferred(string call) => instances.Values
        .Where(instance => instance.Health.IsThere)
        .OrderByDescending(instance => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{instance.Name}/{call}"))));

    private RtpengineSession? SessionOf(ActorId call, MediaSlot slot) => instances.TryGetValue(slot.Instance, out var instance)
        ? sessions.GetOrAdd(RtpengineInstance.CallOf(slot), _ => new RtpengineSession(call, slot, instance, sounds, time))
        : null;

    private void Forget(MediaSlot slot)
    {
        if (sessions.TryRemove(RtpengineInstance.CallOf(slot), out var session))
            session.Close();
    }

    private void Noticed(NgValue.Table message)
    {
        if (message.Text("notify") != "onDTMF" || message.Inner("data") is not { } data)
            return;
        if (data.Text("callid") is { } call && sessions.TryGetValue(call, out var session)
            && NgCommands.SideOf(data.Text("source_tag")) is { } side && data.Whole("event") is >= 0 and < 16 and var digit)
        {
            notice(new MediaNotice.DigitPressed(session.Slot, side, Rtp.TelephoneEvent.Digits[(int)digit]));
        }
    }

    private void Turned(RtpengineInstance instance, bool isThere)
    {
        if (isThere)
        {
            IsBack(instance.Name);
            return;
        }

        var its = Of(instance);
        IsGone(instance.Name, its.Count);
        its.ForEach(Report);
    }

    private void Report(RtpengineSession session)
    {
        if (session.ReportLoss())
            Lost?.Invoke(new LostSession(session.Call, session.Slot));
    }

    private List<RtpengineSession> Of(RtpengineInstance instance) => [.. sessions.Values.Where(session => session.Instance == instance)];

    /// <summary>Asked again while its instance is there and may still find it.</summary>
    private async Task<bool> Restored(RtpengineSession session, CancellationToken ended)
    {
        while (true)
        {
            try
            {
                // Another edge has taken it over: to say again what was so before would undo what that has said.
                if (await session.Instance.IsAnothers(session.Slot, ended).ConfigureAwait(false))
                {
                    Forget(session.Slot);
                    return true;
                }

                return await session.Restore(ended).ConfigureAwait(false);
            }
            catch (TimeoutException) when (session.Instance.Health.IsThere)
            {
                await Task.Delay(RestoreAgainAfter, time, ended).ConfigureAwait(false);
            }
        }
    }

    /// <summary>More of them than <see cref="LeftMax"/> are ended by the instance itself, when nobody has spoken there for long.</summary>
    private void CloseWhenBack(MediaSlot slot)
    {
        if (left.Count < LeftMax)
            left.Enqueue(slot);
    }

    /// <summary>Now, or when its instance is back: nobody else knows of the session.</summary>
    private async Task Close(RtpengineInstance instance, MediaSlot slot)
    {
        try
        {
            await instance.Client.Ask(instance.CommandsOf(slot).Delete(), closing.Token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            CloseWhenBack(slot);
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException)
        {
            // Closing.
        }
    }

    private async Task CloseLeft(RtpengineInstance instance)
    {
        for (var number = left.Count; number > 0 && left.TryDequeue(out var slot); number--)
        {
            if (slot.Instance == instance.Name && instance.Health.IsThere)
                await Close(instance, slot).ConfigureAwait(false);
            else
                left.Enqueue(slot);
        }
    }

    private void Restarted(RtpengineInstance instance) => _ = Restore(instance);

    private async Task Restore(RtpengineInstance instance)
    {
        var lost = 0;
        var its = Of(instance);
        try
        {
            await CloseLeft(instance).ConfigureAwait(false);
            await Parallel.ForEachAsync(its, new ParallelOptions { MaxDegreeOfParallelism = RestoresAtOnce, CancellationToken = closing.Token }, async (session, ended) =>
            {
                if (await Restored(session, ended).ConfigureAwait(false))
                    return;
                Interlocked.Increment(ref lost);
                Report(session);
            }).ConfigureAwait(false);
            WasRestored(instance.Name, its.Count - lost, lost);
        }
        catch (Exception failure) when (failure is OperationCanceledException or TimeoutException or InvalidOperationException)
        {
            // Gone again: its next restart begins anew.
            WasNotRestored(instance.Name, failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "rtpengine {Name} does not answer; {Sessions} sessions of ours are on it")]
    private partial void IsGone(string name, int sessions);

    [LoggerMessage(Level = LogLevel.Information, Message = "rtpengine {Name} answers")]
    private partial void IsBack(string name);

    [LoggerMessage(Level = LogLevel.Information, Message = "rtpengine {Name} was cut off or restarted: {Restored} sessions were told again, {Lost} are not there any more")]
    private partial void WasRestored(string name, int restored, int lost);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sessions of rtpengine {Name} could not all be told again: {Reason}")]
    private partial void WasNotRestored(string name, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "rtpengine {Name} takes no more sessions")]
    private partial void TakesNoMore(string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "rtpengine {Name} did not open a session: {Reason}")]
    private partial void DidNotOpen(string name, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Media slot {Slot} is of an rtpengine that is not configured; its call is moved to another")]
    private partial void InstanceIsUnknown(MediaSlot slot);

    [LoggerMessage(Level = LogLevel.Error, Message = "Media session {Slot} version {Version} cannot be made: its instance has it no more, or a peer's address or payload is not usable")]
    private partial void CannotBeMade(MediaSlot slot, int version);
}
