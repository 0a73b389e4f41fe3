using System.Collections.Immutable;
using System.Diagnostics;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Phones.PhoneCommand;
using E = CallCenter.Actors.Phones.PhoneEvent;

namespace CallCenter.Actors.Phones;

/// <summary>
/// One address-of-record: its registrations (<see cref="Registrar"/>), the agent who sits at it, and whether it can be reached.
/// What it owes is in <see cref="PhoneDuties"/>.
/// </summary>
public sealed class PhoneBehaviour : IBehaviour<PhoneState, C, E>
{
    public static PhoneState Initial(ActorId id) => new(id);

    public static Decision<E> Decide(PhoneState state, C command, DateTimeOffset now) => command switch
    {
        C.Configure c when c.Version <= state.Version => AlreadySo<E>(),
        C.Configure c => Configured(state, c, now),

        C.Register when state.Settings is null => Refuse<E>(Refusal.PhoneNotConfigured),
        C.Register when state.Settings.CredentialVersion == 0 => Refuse<E>(Refusal.PhoneNotConfigured, "it has no credential to register with"),
        C.Register c => Registrar.Decide(state, c.Request, now),
        C.RecordFlowLost c => FlowLost(state, c.Connection, now),
        C.RecordSilence c => Ended(state, c.Binding, c.Generation, BindingEnd.FlowLost, now),
        C.ExpireRegistration c => Ended(state, c.Contact, c.Generation, BindingEnd.Expired, now),
        C.AskRegistrations => AlreadySo<E>(Registrar.Reply(state)),

        C.AskSeat => AlreadySo<E>(new SeatReply(state.Attached?.Agent, state.Candidate)),
        C.Attach c when IsOver(state, c.Agent, c.SignIn) || state.Attached == new Seat(c.Agent, c.SignIn) => AlreadySo<E>(),
        C.Attach when state.Settings is null => Refuse<E>(Refusal.PhoneNotConfigured),
        C.Attach c when state.Attached is { } seat && seat.Agent != c.Agent => Refuse<E>(Refusal.SeatTaken),
        C.Attach c => Accept<E>(new E.AgentAttached(now, c.Agent, c.SignIn)),
        C.Detach c when IsOver(state, c.Agent, c.SignIn) => AlreadySo<E>(),
        C.Detach c => Accept<E>(new E.AgentDetached(now, c.Agent, c.SignIn)),

        C.Suspect c when state.Settings is null || c.Offer == state.LastSuspected => AlreadySo<E>(),
        C.Suspect c when Registrar.FlowBesideAnother(state) is { } flow => Accept<E>(new E.FlowFailed(now, Registrar.KeyOf(flow), c.Offer)),
        C.Suspect c => Accept<E>(new E.PhoneSuspected(now, c.Offer)),
        C.RecordProbeAnswered c when state.Suspected && c.Epoch == state.Epoch => Accept<E>(new E.PhoneProved(now, c.Epoch)),
        C.RecordProbeAnswered => AlreadySo<E>(),

        C.ConfirmTold c when PhoneDuties.Told(state)?.Key == c.Key => Accept<E>(new E.ToldConfirmed(now, c.Key)),
        C.ConfirmTold => AlreadySo<E>(),

        _ => throw new UnreachableException($"{command}"),
    };

    public static PhoneState Apply(PhoneState state, E @event) => Located(state, @event switch
    {
        E.PhoneConfigured e => state with { Version = e.Version, Settings = e.Settings },
        E.PhoneRegistered e => state with
        {
            Bindings = state.Bindings.SetItem(Registrar.KeyOf(e.Binding), e.Binding),
            Generation = Math.Max(state.Generation, e.Binding.Generation),
            // It just spoke to us; but a fixed contact is another place, which only a probe can prove.
            Suspected = state.Suspected && state.Settings?.Contact is not null,
        },
        E.BindingRemoved e => state with { Bindings = state.Bindings.Remove(e.Contact) },
        E.FlowFailed e => state with { Bindings = state.Bindings.Remove(e.Binding), LastSuspected = e.Offer },
        // Who comes must be told, also what another was told before: an epoch of its own.
        E.AgentAttached e => state with { Attached = new Seat(e.Agent, e.SignIn), Epoch = state.Epoch + 1 },
        E.AgentDetached e => state with
        {
            Attached = state.Attached?.Agent == e.Agent ? null : state.Attached,
            Departed = Departing(state.Departed, new Seat(e.Agent, e.SignIn)),
        },
        E.PhoneSuspected e => state with { Suspected = true, LastSuspected = e.Offer },
        E.PhoneProved => state with { Suspected = false },
        E.ToldConfirmed => state with { ToldEpoch = state.Epoch },
        _ => throw new UnreachableException($"{@event}"),
    });

    public static ImmutableArray<Duty> Duties(PhoneState state) => PhoneDuties.All(state);

    public static ImmutableArray<string> Touched(PhoneState before, E @event) => PhoneDuties.Touched(before, Apply(before, @event));

    public static Duty? DutyOf(PhoneState state, string key) => PhoneDuties.Of(state, key);

    private static Decision<E> Configured(PhoneState state, C.Configure c, DateTimeOffset now)
    {
        // Without a credential nobody may have registered: what was registered with an earlier one ends with it.
        var ended = c.Settings is null or { CredentialVersion: 0 } ? state.Bindings.Keys : [];
        return AcceptAll<E>([new E.PhoneConfigured(now, c.Version, c.Settings), .. ended.Select(contact => new E.BindingRemoved(now, contact, BindingEnd.Removed))]);
    }

    private static Decision<E> FlowLost(PhoneState state, string connection, DateTimeOffset now)
    {
        var lost = state.Bindings.Values.Where(binding => binding.Flow.Connection == connection).ToArray();
        return lost is [] ? AlreadySo<E>() : AcceptAll<E>([.. lost.Select(binding => new E.BindingRemoved(now, Registrar.KeyOf(binding), BindingEnd.FlowLost))]);
    }

    private static Decision<E> Ended(PhoneState state, string key, int generation, BindingEnd end, DateTimeOffset now) =>
        state.Bindings.TryGetValue(key, out var binding) && binding.Generation == generation
            ? Accept<E>(new E.BindingRemoved(now, key, end))
            : AlreadySo<E>();

    /// <summary>This sign-in has left already, or never sat here since a later one did.</summary>
    private static bool IsOver(PhoneState state, ActorId agent, int signIn) =>
        state.Departed.Any(seat => seat.Agent == agent && seat.SignIn >= signIn) || (state.Attached is { } seat && seat.Agent == agent && seat.SignIn > signIn);

    private static EquatableArray<Seat> Departing(EquatableArray<Seat> departed, Seat seat) =>
        [.. departed.Where(other => other.Agent != seat.Agent).TakeLast(PhoneState.DepartedMax - 1), seat];

    /// <summary>The epoch grows when the answer to "can it be reached, and where" is another one, or another place has to be probed.</summary>
    private static PhoneState Located(PhoneState before, PhoneState after)
    {
        var candidate = Registrar.Candidate(after);
        return candidate == before.Candidate && after.Suspected == before.Suspected
            ? after
            : after with { Candidate = candidate, Epoch = Math.Max(after.Epoch, before.Epoch + 1) };
    }
}
