using System.Buffers.Binary;
using System.Collections.Immutable;
using CallCenter.Actors;
using CallCenter.Cluster;
using static CallCenter.Actors.Decide;

namespace CallCenter.Benchmarks.Engine;

/// <summary>The least behaviour that uses all of the engine: it counts, and hands a pebble on to the next as a duty.</summary>
public abstract record PebbleCommand
{
    /// <summary>One more; durable when answered.</summary>
    public sealed record Count : PebbleCommand;

    /// <summary>How many; nothing to store.</summary>
    public sealed record Look : PebbleCommand;

    /// <summary>From neighbour to neighbour, this many more times.</summary>
    public sealed record HandOn(int More) : PebbleCommand;

    public sealed record ConfirmHanded(int More) : PebbleCommand;
}

public abstract record PebbleEvent(DateTimeOffset At)
{
    public sealed record Counted(DateTimeOffset At, int Total) : PebbleEvent(At);

    public sealed record Taken(DateTimeOffset At, int More) : PebbleEvent(At);

    public sealed record Handed(DateTimeOffset At, int More) : PebbleEvent(At);
}

public sealed record PebbleState(ActorId Id, int Total, ImmutableSortedSet<int> Held);

public sealed class PebbleBehaviour : IBehaviour<PebbleState, PebbleCommand, PebbleEvent>
{
    public const int Neighbours = 64;

    public static readonly ActorType Type = new ActorType<PebbleBehaviour, PebbleState, PebbleCommand, PebbleEvent>(ActorKind.Agent);

    private PebbleBehaviour()
    {
    }

    public static ActorId Id(int number) => ActorId.Agent("bench", $"p{number}");

    public static PebbleState Initial(ActorId id) => new(id, 0, []);

    public static Decision<PebbleEvent> Decide(PebbleState state, PebbleCommand command, DateTimeOffset now) => command switch
    {
        PebbleCommand.Count => Accept<PebbleEvent>(new PebbleEvent.Counted(now, state.Total + 1)),
        PebbleCommand.Look => AlreadySo<PebbleEvent>(state.Total),
        PebbleCommand.HandOn c => state.Held.Contains(c.More) ? AlreadySo<PebbleEvent>() : Accept<PebbleEvent>(new PebbleEvent.Taken(now, c.More)),
        PebbleCommand.ConfirmHanded c => Accept<PebbleEvent>(new PebbleEvent.Handed(now, c.More)),
        _ => throw new System.Diagnostics.UnreachableException($"{command}"),
    };

    public static PebbleState Apply(PebbleState state, PebbleEvent @event) => @event switch
    {
        PebbleEvent.Counted e => state with { Total = e.Total },
        PebbleEvent.Taken e => state with { Held = state.Held.Add(e.More) },
        PebbleEvent.Handed e => state with { Held = state.Held.Remove(e.More) },
        _ => throw new System.Diagnostics.UnreachableException($"{@event}"),
    };

    public static ImmutableArray<Duty> Duties(PebbleState state) => [.. state.Held.Select(more => Owed(state, more)).OfType<Duty>()];

    public static ImmutableArray<string> Touched(PebbleState before, PebbleEvent @event) => @event switch
    {
        PebbleEvent.Taken e => [Key(e.More)],
        PebbleEvent.Handed e => [Key(e.More)],
        _ => [],
    };

    public static Duty? DutyOf(PebbleState state, string key) => Owed(state, int.Parse(key, System.Globalization.CultureInfo.InvariantCulture));

    private static Duty.Deliver? Owed(PebbleState state, int more) => more > 0 && state.Held.Contains(more)
        ? new Duty.Deliver(Key(more), Id(more % Neighbours), new PebbleCommand.HandOn(more - 1), new PebbleCommand.ConfirmHanded(more))
        : null;

    private static string Key(int more) => more.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A tag and a few bytes, so that the engine is measured and not a serializer.</summary>
internal sealed class PebbleMessages : IMessages
{
    public static readonly PebbleMessages Instance = new();

    public string TagOf(object message) => message switch
    {
        PebbleEvent.Counted => "counted",
        PebbleEvent.Taken => "taken",
        PebbleEvent.Handed => "handed",
        PebbleCommand.Count => "count",
        PebbleCommand.Look => "look",
        int => "total",
        _ => throw new InvalidOperationException($"{message.GetType()} is neither stored nor sent"),
    };

    public byte[] Write(object message)
    {
        var body = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(body, message switch
        {
            PebbleEvent.Counted e => e.Total,
            PebbleEvent.Taken e => e.More,
            PebbleEvent.Handed e => e.More,
            int total => total,
            _ => 0,
        });
        return body;
    }

    public object? Read(string tag, ReadOnlySpan<byte> body)
    {
        var number = BinaryPrimitives.ReadInt32LittleEndian(body);
        return tag switch
        {
            "counted" => new PebbleEvent.Counted(DateTimeOffset.UnixEpoch, number),
            "taken" => new PebbleEvent.Taken(DateTimeOffset.UnixEpoch, number),
            "handed" => new PebbleEvent.Handed(DateTimeOffset.UnixEpoch, number),
            "count" => new PebbleCommand.Count(),
            "look" => new PebbleCommand.Look(),
            "total" => number,
            _ => null,
        };
    }
}
