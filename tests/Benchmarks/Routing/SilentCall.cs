using System.Collections.Immutable;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Cluster;
using static CallCenter.Actors.Decide;

namespace CallCenter.Benchmarks.Routing;

/// <summary>
/// In place of calls, where queues and agents are measured without SIP: takes every message and says nothing. What a call would tell its queue and
/// agent the load tells them.
/// </summary>
public sealed record SilentCall(ActorId Id);

public sealed class SilentCallBehaviour : IBehaviour<SilentCall, CallCommand, CallEvent>
{
    public static readonly ActorType Type = new ActorType<SilentCallBehaviour, SilentCall, CallCommand, CallEvent>(ActorKind.Call);

    private SilentCallBehaviour()
    {
    }

    public static SilentCall Initial(ActorId id) => new(id);

    public static Decision<CallEvent> Decide(SilentCall state, CallCommand command, DateTimeOffset now) => AlreadySo<CallEvent>();

    public static SilentCall Apply(SilentCall state, CallEvent @event) => state;

    public static ImmutableArray<Duty> Duties(SilentCall state) => [];

    public static ImmutableArray<string> Touched(SilentCall before, CallEvent @event) => [];

    public static Duty? DutyOf(SilentCall state, string key) => null;
}
