using System.Net;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>One rtpengine: its name in the slots of calls, which stays the same as long as calls of it live, and where it takes ng (UDP and TCP).</summary>
public sealed record RtpengineAddress(string Name, IPEndPoint Control);

/// <summary>Which rtpengines serve, and what they play.</summary>
public sealed record RtpengineOptions
{
    public const int InstancesMax = 64;

    public required IReadOnlyList<RtpengineAddress> Instances { get; init; }

    /// <summary>A directory of WAV files, as <see cref="EmbeddedMediaOptions.SoundDirectory"/>.</summary>
    public string? SoundDirectory { get; init; }

    /// <summary>
    /// The same directory as the instances see it. Null: every sound is sent to them when it is played, eight kilobytes for a second, and they keep
    /// one copy for each who hears it.
    /// </summary>
    public string? InstanceSoundDirectory { get; init; }

    /// <summary>
    /// Phones behind a NAT send from another port than they signal. True: the instance looks for three seconds where the sound comes from, the
    /// signalled address first, and then believes no other. False: only the signalled address and port, from the first packet on.
    /// </summary>
    public bool SymmetricRtp { get; init; } = true;

    /// <summary>How often each instance is asked whether it is there.</summary>
    public TimeSpan PingEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// So long without any answer, and an instance counts as gone: its calls are moved to others (RELIABILITY M7: within 3 s). One that restarts sooner,
    /// and has its sessions from Redis, keeps them.
    /// </summary>
    public TimeSpan GoneAfter { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// So long after a connection to it began, an instance that does not know a session may still be reading it from its Redis. Later it is lost.
    /// </summary>
    public TimeSpan RestoreMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <exception cref="ArgumentException">A value cannot work; the message names it.</exception>
    internal RtpengineOptions Validated()
    {
        Require(Instances.Count is > 0 and <= InstancesMax, nameof(Instances), $"must be 1 to {InstancesMax}");
        Require(Instances.All(instance => instance.Name.Length is > 0 and <= 64), nameof(Instances), "must have names of 1 to 64 characters");
        Require(Instances.Select(instance => instance.Name).Distinct().Count() == Instances.Count, nameof(Instances), "must have different names");
        Require(PingEvery >= TimeSpan.FromMilliseconds(10), nameof(PingEvery), "must be at least 10 ms");
        Require(GoneAfter >= PingEvery, nameof(GoneAfter), "must not be shorter than PingEvery");
        return this;
    }

    private static void Require(bool holds, string name, string sentence)
    {
        if (!holds)
            throw new ArgumentException($"Media option {name} {sentence}.", name);
    }
}
