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

    /// <summary>It owes something on this day (counted from 1970). Nobody asks for it: a benchmark finds it in the journal.</summary>
    public sealed record Promised(DateTimeOffset At, int Day) : PebbleEvent(At);
}

/// <param name="Id">Its own.</param>
/// <param name="Total">How often it has counted.</param>
/// <param name="Held">Pebbles that it has to hand on.</param>
/// <param name="Day">When it keeps its promise; 0: none given.</param>
public sealed record PebbleState(ActorId Id, int Total, ImmutableSortedSet<int> Held, int Day = 0);

public sealed class PebbleBehaviour : IBehaviour<PebbleState, PebbleCommand, PebbleEvent>
{
    public const int Neighbours = 64;

    private const string PromiseKey = "promise";

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
        PebbleEvent.Promised e => state with { Day = e.Day },
        _ => throw new System.Diagnostics.UnreachableException($"{@event}"),
    };

    public static ImmutableArray<Duty> Duties(PebbleState state) =>
        [.. state.Held.Select(more => Owed(state, more)).OfType<Duty>(), .. state.Day > 0 ? [Promise(state.Day)] : Array.Empty<Duty>()];

    public static ImmutableArray<string> Touched(PebbleState before, PebbleEvent @event) => @event switch
    {
        PebbleEvent.Taken e => [Key(e.More)],
        PebbleEvent.Handed e => [Key(e.More)],
        PebbleEvent.Promised => [PromiseKey],
        _ => [],
    };

    public static Duty? DutyOf(PebbleState state, string key) =>
        key == PromiseKey ? Promise(state.Day) : Owed(state, int.Parse(key, System.Globalization.CultureInfo.InvariantCulture));

    private static Duty.Wake Promise(int day) => new(PromiseKey, DateTimeOffset.UnixEpoch.AddDays(day), new PebbleCommand.Look());

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
        PebbleEvent.Promised => "promised",
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
            PebbleEvent.Promised e => e.Day,
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
            "promised" => new PebbleEvent.Promised(DateTimeOffset.UnixEpoch, number),
            "count" => new PebbleCommand.Count(),
            "look" => new PebbleCommand.Look(),
            "total" => number,
            _ => null,
        };
    }
}
