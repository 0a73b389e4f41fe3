using System.Net;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Phones;

namespace CallCenter.Telephony;

/// <summary>Edge → core. What the edge heard, told to the actor that owns it. Answered and refused come only after durable.</summary>
public interface ISignals
{
    ValueTask<SignalAnswer> Tell(ActorId to, object command, TimeSpan deadline);
}

public abstract record SignalAnswer
{
    private SignalAnswer()
    {
    }

    public sealed record Answered(object? Reply) : SignalAnswer;

    public sealed record Refused(Refusal Reason) : SignalAnswer;

    /// <summary>Not a no: tell it again.</summary>
    public sealed record Unknown : SignalAnswer
    {
        public static readonly Unknown Instance = new();
    }
}

/// <summary>Core → edge: carry out a leg command. The task ends with true = done, false = failed; it is cancelled when no longer owed.</summary>
public interface ILegs
{
    /// <param name="call">Whose duty it is.</param>
    /// <param name="key">Its name there.</param>
    /// <param name="at">The edge whose duty it was; another than this one is gone, and this one stands in for it. Null: anybody's.</param>
    /// <param name="command">What to do.</param>
    /// <param name="dutyEnded">It is no longer owed.</param>
    Task<bool> Perform(ActorId call, string key, string? at, LegCommand command, CancellationToken dutyEnded);

    Task<bool> Probe(ActorId phone, string key, PhoneProbe probe, CancellationToken dutyEnded);
}

/// <summary>The media port: an embedded relay for one machine, rtpengines for more; one contract suite for both.</summary>
public interface IMedia
{
    /// <summary>A free slot, or null when none is to be had. Immediate where the sockets are our own, within seconds where a media server is asked.</summary>
    /// <param name="call">Names the call: the same one repeated asks the same media server.</param>
    ValueTask<MediaSlot?> Allocate(string call);

    /// <summary>Takes back the slot of an arrival that was refused, or of a call that ended. Idempotent; true when it is free.</summary>
    /// <exception cref="TimeoutException">The media server does not answer: ask again.</exception>
    Task<bool> Free(MediaSlot slot, CancellationToken dutyEnded);

    /// <summary>
    /// Makes the session of this call be as desired; an older version than the last is done already. Uses the slot's own ports, also after a restart. True: done,
    /// false: it cannot be done.
    /// </summary>
    /// <exception cref="TimeoutException">The media server does not answer: ask again.</exception>
    Task<bool> Apply(ActorId call, MediaDesired desired, CancellationToken dutyEnded);
}

/// <summary>What the edge needs to know of the configuration to place a request: a snapshot, replaced whole.</summary>
public interface IDialPlan
{
    /// <summary>The tenant whose trunk sends from this address, or null.</summary>
    string? TenantOfTrunk(IPAddress source);

    /// <summary>The trunk of this tenant that sends from this address, or null.</summary>
    TrunkEntry? TrunkAt(string tenant, IPAddress source);

    TrunkEntry? Trunk(string tenant, string id);

    /// <summary>The trunks that calls go out by, each with its tenant.</summary>
    IEnumerable<(string Tenant, TrunkEntry Trunk)> WaysOut { get; }

    /// <summary>A number that was called, as the plan writes it.</summary>
    string Called(string tenant, string number, TrunkEntry? by);

    NumberPlan? Number(string tenant, string number);

    /// <summary>Where an agent of this tenant gives a caller that is to be connected with this number; null: nobody is there, or it is not allowed.</summary>
    TransferTarget? Transfer(string tenant, string number, string caller, DateTimeOffset now);

    /// <summary>The number of an outside caller, written as this trunk writes numbers, in the form that this tenant compares and shows it in.</summary>
    string Caller(string tenant, string number, TrunkEntry? by);

    /// <summary>What the rules of this plan want to know of the caller's number (empty: withheld) and of the time; null: nothing.</summary>
    CallerFacts? Facts(string tenant, NumberPlan plan, string caller, DateTimeOffset now);

    /// <summary>The URI that callers of this number are sent to when the core has been silent for long; null: none.</summary>
    string? LastResort(string tenant, string number);

    /// <summary>How many new calls of this tenant are taken, and which always are.</summary>
    CallLimits Limits(string tenant);

    /// <summary>Which tenant has this phone (user part of an address-of-record). Null when unknown, or ambiguous without a matching domain.</summary>
    string? TenantOfPhone(string user, string domain);

    /// <summary>The realms that phones of this domain may be in: that of the tenant it names, else of every tenant; in a fixed order.</summary>
    IReadOnlyList<string> Realms(string domain);

    /// <summary>The digest hashes of a phone, or null.</summary>
    DigestSecret? Secret(string tenant, string phone);

    /// <summary>The tenant and site that a token's scope stands for, or null (<see cref="Actors.Calls.Dialogs.LegToken"/>).</summary>
    (string Tenant, string Site)? Scope(string scope);

    /// <summary>False until the first configuration is loaded: then the edge answers 503 to what it cannot place.</summary>
    bool Ready { get; }
}

/// <summary>
/// Who a caller is. Asked only where the rules of a number want to know; the edge waits for <see cref="Edge.EdgeOptions.CallerLookupMax"/> at most and
/// takes a failure for not known, so a call is late by no more than that and never lost by it.
/// </summary>
public interface ICallers
{
    /// <summary>The agent whom this number spoke to last; null: none of ours.</summary>
    ValueTask<KnownCaller?> Find(string tenant, string caller);

    /// <summary>What a system of the tenant's says of a caller. The edge waits for the time limit of its <see cref="LookupTerms"/> at most.</summary>
    ValueTask<LookedUp> LookUp(LookupQuestion question);
}

/// <summary>Which channels of a trunk calls occupy, as far as this process has heard: whatever is new is not in it for a moment.</summary>
public interface IChannels
{
    IReadOnlySet<(string Call, int Leg)> Of(string tenant, string trunk);
}

/// <summary>HA1 of RFC 7616 for one user and realm, in lower-case hex: MD5 and SHA-256.</summary>
public sealed record DigestSecret(string Realm, string Md5, string Sha256);
