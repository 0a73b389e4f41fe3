using System.Collections.Immutable;
using System.Text.Json;
using CallCenter.Actors;

namespace CallCenter.Cluster.Tests.Toys;

/// <summary>
/// A toy actor with every kind of duty: coins are put in, paid to another purse (a Deliver with an answer), due later (a Wake), or minted
/// outside (a Perform). Money neither appears nor disappears, whatever fails.
/// </summary>
public abstract record PurseCommand
{
    public sealed record Put(int Coins) : PurseCommand;

    /// <summary>Take coins out and get them across to another purse.</summary>
    public sealed record Pay(string To, int Coins, int Number) : PurseCommand;

    /// <summary>From another purse; counted once for each payment.</summary>
    public sealed record Receive(string Payment, int Coins) : PurseCommand;

    public sealed record ConfirmPaid(int Number) : PurseCommand;

    public sealed record RecordRefused(int Number) : PurseCommand;

    public sealed record PutLater(int Coins, DateTimeOffset At, int Number) : PurseCommand;

    public sealed record PutDue(int Number) : PurseCommand;

    /// <summary>Have coins made outside.</summary>
    public sealed record Mint(int Coins, int Number) : PurseCommand;

    public sealed record RecordMinted(int Number) : PurseCommand;

    public sealed record RecordMintFailed(int Number) : PurseCommand;

    /// <summary>Tell another purse that this one exists; nobody waits for the end of it.</summary>
    public sealed record Greet(string Whom) : PurseCommand;

    public sealed record BeGreeted(string By) : PurseCommand;

    public sealed record Count : PurseCommand;

    /// <summary>A bug in deciding.</summary>
    public sealed record Explode : PurseCommand;

    /// <summary>An event that cannot be applied.</summary>
    public sealed record Poison : PurseCommand;
}

public abstract record PurseEvent(DateTimeOffset At)
{
    public sealed record CoinsPut(DateTimeOffset At, int Coins) : PurseEvent(At);

    public sealed record PaymentStarted(DateTimeOffset At, string To, int Coins, int Number) : PurseEvent(At);

    public sealed record PaymentReceived(DateTimeOffset At, string Payment, int Coins) : PurseEvent(At);

    public sealed record PaymentDone(DateTimeOffset At, int Number) : PurseEvent(At);

    public sealed record PaymentRefused(DateTimeOffset At, int Number, int Coins) : PurseEvent(At);

    public sealed record LaterAgreed(DateTimeOffset At, int Coins, DateTimeOffset Due, int Number) : PurseEvent(At);

    public sealed record LaterPut(DateTimeOffset At, int Coins, int Number) : PurseEvent(At);

    public sealed record MintAsked(DateTimeOffset At, int Coins, int Number) : PurseEvent(At);

    public sealed record Minted(DateTimeOffset At, int Coins, int Number) : PurseEvent(At);

    public sealed record MintGivenUp(DateTimeOffset At, int Number) : PurseEvent(At);

    public sealed record Greeting(DateTimeOffset At, string Whom) : PurseEvent(At);

    public sealed record Greeted(DateTimeOffset At, string By) : PurseEvent(At);

    public sealed record Poisoned(DateTimeOffset At) : PurseEvent(At);
}

public sealed record PurseState(ActorId Id)
{
    public int Coins { get; init; }

    public ImmutableSortedDictionary<int, (string To, int Coins)> Payments { get; init; } = ImmutableSortedDictionary<int, (string, int)>.Empty;

    public ImmutableSortedDictionary<int, (DateTimeOffset Due, int Coins)> Later { get; init; } = ImmutableSortedDictionary<int, (DateTimeOffset, int)>.Empty;

    public ImmutableSortedDictionary<int, int> Mints { get; init; } = ImmutableSortedDictionary<int, int>.Empty;

    public ImmutableSortedSet<string> Received { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public ImmutableSortedSet<string> Greetings { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public int GreetedCount { get; init; }
}

/// <summary>How the toys are written: the type's name and its JSON.</summary>
public sealed class ToyMessages : IMessages
{
    public static readonly ToyMessages Instance = new();

    private static readonly Dictionary<string, Type> Types = new[] { typeof(PurseCommand), typeof(PurseEvent) }
        .SelectMany(family => family.GetNestedTypes())
        .Append(typeof(PurseReply))
        .ToDictionary(type => type.Name);

    public string TagOf(object message) => message.GetType().Name;

    public byte[] Write(object message) => JsonSerializer.SerializeToUtf8Bytes(message, message.GetType());

    public object? Read(string tag, ReadOnlySpan<byte> body) => Types.TryGetValue(tag, out var type) ? JsonSerializer.Deserialize(body, type) : null;
}

public sealed record PurseReply(int Coins);
