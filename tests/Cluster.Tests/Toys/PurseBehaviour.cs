using System.Collections.Immutable;
using System.Globalization;
using CallCenter.Actors;
using static CallCenter.Actors.Decide;
using C = CallCenter.Cluster.Tests.Toys.PurseCommand;
using E = CallCenter.Cluster.Tests.Toys.PurseEvent;

namespace CallCenter.Cluster.Tests.Toys;

public sealed class PurseBehaviour : IBehaviour<PurseState, PurseCommand, PurseEvent>
{
    public const int PaymentMax = 1_000;

    /// <summary>A purse that answers every payment with a command: have it back.</summary>
    public const string Closed = "closed";

    public static readonly ActorType Type = new ActorType<PurseBehaviour, PurseState, PurseCommand, PurseEvent>(ActorKind.Agent, PurseSnapshots.Form);

    public static ActorId Id(string name) => ActorId.Agent("toy", name);

    public static PurseState Initial(ActorId id) => new(id);

    public static Decision<PurseEvent> Decide(PurseState state, PurseCommand command, DateTimeOffset now) => command switch
    {
        C.Put put => AcceptAll<PurseEvent>([new E.CoinsPut(now, put.Coins)], new PurseReply(state.Coins + put.Coins)),
        C.Pay pay when pay.Coins > state.Coins => Refuse<PurseEvent>(Refusal.AgentBusy, "not that many coins"),
        C.Pay pay => state.Payments.ContainsKey(pay.Number) ? AlreadySo<PurseEvent>() : Accept<PurseEvent>(new E.PaymentStarted(now, pay.To, pay.Coins, pay.Number)),
        C.Receive receive when state.Id.Key == Closed => AlreadySo<PurseEvent>(new C.RecordRefused(PaymentNumber(receive.Payment))),
        C.Receive receive when receive.Coins > PaymentMax => Refuse<PurseEvent>(Refusal.AgentBusy, "too heavy"),
        C.Receive receive => state.Received.Contains(receive.Payment)
            ? AlreadySo<PurseEvent>()
            : Accept<PurseEvent>(new E.PaymentReceived(now, receive.Payment, receive.Coins)),
        C.ConfirmPaid paid => state.Payments.ContainsKey(paid.Number) ? Accept<PurseEvent>(new E.PaymentDone(now, paid.Number)) : AlreadySo<PurseEvent>(),
        C.RecordRefused refused => state.Payments.TryGetValue(refused.Number, out var payment)
            ? Accept<PurseEvent>(new E.PaymentRefused(now, refused.Number, payment.Coins))
            : AlreadySo<PurseEvent>(),
        C.PutLater later => state.Later.ContainsKey(later.Number) ? AlreadySo<PurseEvent>() : Accept<PurseEvent>(new E.LaterAgreed(now, later.Coins, later.At, later.Number)),
        C.PutDue due => state.Later.TryGetValue(due.Number, out var later) ? Accept<PurseEvent>(new E.LaterPut(now, later.Coins, due.Number)) : AlreadySo<PurseEvent>(),
        C.Mint mint => Accept<PurseEvent>(new E.MintAsked(now, mint.Coins, mint.Number)),
        C.RecordMinted minted => state.Mints.TryGetValue(minted.Number, out var coins) ? Accept<PurseEvent>(new E.Minted(now, coins, minted.Number)) : AlreadySo<PurseEvent>(),
        C.RecordMintFailed failed => state.Mints.ContainsKey(failed.Number) ? Accept<PurseEvent>(new E.MintGivenUp(now, failed.Number)) : AlreadySo<PurseEvent>(),
        C.Greet greet => Accept<PurseEvent>(new E.Greeting(now, greet.Whom)),
        C.BeGreeted by => Accept<PurseEvent>(new E.Greeted(now, by.By)),
        C.Count => AlreadySo<PurseEvent>(new PurseReply(state.Coins)),
        C.Poison => Accept<PurseEvent>(new E.Poisoned(now)),
        C.Explode => throw new InvalidOperationException("exploded"),
        _ => throw new System.Diagnostics.UnreachableException($"{command}"),
    };

    public static PurseState Apply(PurseState state, PurseEvent @event) => @event switch
    {
        E.CoinsPut put => state with { Coins = state.Coins + put.Coins },
        E.PaymentStarted started => state with { Coins = state.Coins - started.Coins, Payments = state.Payments.Add(started.Number, (started.To, started.Coins)) },
        E.PaymentReceived received => state with { Coins = state.Coins + received.Coins, Received = state.Received.Add(received.Payment) },
        E.PaymentDone done => state with { Payments = state.Payments.Remove(done.Number) },
        E.PaymentRefused refused => state with { Coins = state.Coins + refused.Coins, Payments = state.Payments.Remove(refused.Number) },
        E.LaterAgreed later => state with { Later = state.Later.Add(later.Number, (later.Due, later.Coins)) },
        E.LaterPut later => state with { Coins = state.Coins + later.Coins, Later = state.Later.Remove(later.Number) },
        E.MintAsked mint => state with { Mints = state.Mints.Add(mint.Number, mint.Coins) },
        E.Minted minted => state with { Coins = state.Coins + minted.Coins, Mints = state.Mints.Remove(minted.Number) },
        E.MintGivenUp given => state with { Mints = state.Mints.Remove(given.Number) },
        E.Greeting greeting => state with { Greetings = state.Greetings.Add(greeting.Whom) },
        E.Greeted => state with { GreetedCount = state.GreetedCount + 1 },
        _ => throw new InvalidOperationException("poison"),
    };

    public static ImmutableArray<Duty> Duties(PurseState state) =>
    [
        .. state.Payments.Select(payment => Pay(state, payment.Key)!),
        .. state.Later.Select(later => Later(state, later.Key)!),
        .. state.Mints.Select(mint => Mint(state, mint.Key)!),
        .. state.Greetings.Select(whom => Greet(state, whom)!),
    ];

    public static ImmutableArray<string> Touched(PurseState before, PurseEvent @event) => @event switch
    {
        E.PaymentStarted started => [Key("pay", started.Number)],
        E.PaymentDone done => [Key("pay", done.Number)],
        E.PaymentRefused refused => [Key("pay", refused.Number)],
        E.LaterAgreed later => [Key("later", later.Number)],
        E.LaterPut later => [Key("later", later.Number)],
        E.MintAsked mint => [Key("mint", mint.Number)],
        E.Minted minted => [Key("mint", minted.Number)],
        E.MintGivenUp given => [Key("mint", given.Number)],
        E.Greeting greeting => ["greet/" + greeting.Whom],
        _ => [],
    };

    public static Duty? DutyOf(PurseState state, string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var rest = key[(slash + 1)..];
        return key[..slash] switch
        {
            "pay" => Pay(state, Number(rest)),
            "later" => Later(state, Number(rest)),
            "mint" => Mint(state, Number(rest)),
            _ => Greet(state, rest),
        };
    }

    private static Duty.Deliver? Pay(PurseState state, int number) => state.Payments.TryGetValue(number, out var payment)
        ? new Duty.Deliver(Key("pay", number), Id(payment.To), new C.Receive($"{state.Id.Key}.{number}", payment.Coins), new C.ConfirmPaid(number), new C.RecordRefused(number))
        : null;

    private static Duty.Wake? Later(PurseState state, int number) =>
        state.Later.TryGetValue(number, out var later) ? new Duty.Wake(Key("later", number), later.Due, new C.PutDue(number)) : null;

    /// <summary>
    /// The mint of a purse "signalling@edge1" is edge1, and another may stand in; that of "media@edge1" is edge1 alone. Of others any will do. A purse
    /// whose name begins with "held" goes on owing what the mint has done.
    /// </summary>
    private static Duty.Perform? Mint(PurseState state, int number) => state.Mints.TryGetValue(number, out var coins)
        ? new Duty.Perform(
            Key("mint", number),
            state.Id.Key.StartsWith("signalling", StringComparison.Ordinal) ? Port.Signalling : Port.Media,
            coins,
            state.Id.Key.StartsWith("held", StringComparison.Ordinal) ? null : new C.RecordMinted(number),
            new C.RecordMintFailed(number))
        {
            At = state.Id.Key.Split('@') is [_, var mint] ? mint : null,
        }
        : null;

    private static Duty.Deliver? Greet(PurseState state, string whom) =>
        state.Greetings.Contains(whom) ? new Duty.Deliver("greet/" + whom, Id(whom), new C.BeGreeted(state.Id.Key)) : null;

    private static string Key(string what, int number) => string.Create(CultureInfo.InvariantCulture, $"{what}/{number}");

    private static int PaymentNumber(string payment) => Number(payment[(payment.LastIndexOf('.') + 1)..]);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
