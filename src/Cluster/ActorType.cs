using System.Collections.Immutable;
using System.Reflection;
using CallCenter.Actors;
using CallCenter.Actors.Snapshots;

namespace CallCenter.Cluster;

/// <summary>A behaviour with its generic types erased, so that the engine can host any of them. States, commands and events stay opaque.</summary>
public abstract class ActorType(ActorKind kind)
{
    public ActorKind Kind { get; } = kind;

    internal abstract bool Understands(object command);

    internal abstract object Initial(ActorId id);

    internal abstract Verdict Decide(object state, object command, DateTimeOffset now);

    internal abstract object Apply(object state, object @event);

    internal abstract ImmutableArray<Duty> Duties(object state);

    internal abstract ImmutableArray<string> Touched(object before, object @event);

    internal abstract Duty? DutyOf(object state, string key);

    /// <summary>When the event says it happened, or the least time where events do not say.</summary>
    internal abstract DateTimeOffset TimeOf(object @event);

    /// <summary>Of its snapshots; 0: none are kept, streams of this kind are short.</summary>
    internal abstract int Contract { get; }

    internal abstract byte[] Write(object state);

    internal abstract object Read(ReadOnlySpan<byte> state);
}

/// <summary>What a behaviour decided, in the engine's words: refused with a reason, or these events (maybe none) and a reply.</summary>
internal readonly record struct Verdict(ImmutableArray<object> Events, object? Reply, Refusal Reason, string? Detail)
{
    public bool IsRefused => Reason != Refusal.None;
}

/// <summary>Adapts <typeparamref name="TBehaviour"/>; the only place that knows its types.</summary>
/// <param name="kind">The kind of actor it is the behaviour of.</param>
/// <param name="form">How states are kept beside long streams; null: they are not.</param>
public sealed class ActorType<TBehaviour, TState, TCommand, TEvent>(ActorKind kind, SnapshotForm<TState>? form = null) : ActorType(kind)
    where TBehaviour : IBehaviour<TState, TCommand, TEvent>
    where TState : class
    where TCommand : class
    where TEvent : class
{
    // Events carry their time as "At" (CallEvent, QueueEvent, …); a property of the base record, so one delegate serves all.
    private static readonly Func<TEvent, DateTimeOffset>? At =
        typeof(TEvent).GetProperty("At", BindingFlags.Public | BindingFlags.Instance) is { GetMethod: { } get } at && at.PropertyType == typeof(DateTimeOffset)
            ? get.CreateDelegate<Func<TEvent, DateTimeOffset>>()
            : null;

    internal override bool Understands(object command) => command is TCommand;

    internal override object Initial(ActorId id) => TBehaviour.Initial(id);

    internal override Verdict Decide(object state, object command, DateTimeOffset now) =>
        TBehaviour.Decide((TState)state, (TCommand)command, now) switch
        {
            Decision<TEvent>.Accepted accepted => new([.. accepted.Events], accepted.Reply, Refusal.None, null),
            Decision<TEvent>.AlreadySo already => new([], already.Reply, Refusal.None, null),
            Decision<TEvent>.Refused refused => new([], null, refused.Reason, refused.Detail),
            var other => throw new System.Diagnostics.UnreachableException($"{other}"),
        };

    internal override object Apply(object state, object @event) => TBehaviour.Apply((TState)state, (TEvent)@event);

    internal override ImmutableArray<Duty> Duties(object state) => TBehaviour.Duties((TState)state);

    internal override ImmutableArray<string> Touched(object before, object @event) => TBehaviour.Touched((TState)before, (TEvent)@event);

    internal override Duty? DutyOf(object state, string key) => TBehaviour.DutyOf((TState)state, key);

    internal override int Contract => form?.Contract ?? 0;

    internal override byte[] Write(object state) => form!.Write((TState)state);

    internal override object Read(ReadOnlySpan<byte> state) => form!.Read(state);

    internal override DateTimeOffset TimeOf(object @event) => At is null ? DateTimeOffset.MinValue : At((TEvent)@event);
}
