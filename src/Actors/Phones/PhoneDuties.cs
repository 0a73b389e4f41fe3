using System.Collections.Immutable;
using System.Globalization;
using CallCenter.Actors.Agents;

namespace CallCenter.Actors.Phones;

/// <summary>
/// What a phone owes: <c>expire/{generation}</c> for each registration, <c>told/{epoch}</c> to the agent who sits at it, and
/// <c>probe/{epoch}</c> while it is suspected. At most <see cref="PhoneState.BindingsMax"/> + 2, so lists of them stay small.
/// </summary>
internal static class PhoneDuties
{
    public static ImmutableArray<Duty> All(PhoneState state)
    {
        var duties = ImmutableArray.CreateBuilder<Duty>(state.Bindings.Count + 2);
        duties.AddRange(state.Bindings.Values.Select(Expiry));
        if (Told(state) is { } told)
        {
            duties.Add(told);
        }

        if (Probe(state) is { } probe)
        {
            duties.Add(probe);
        }

        return duties.ToImmutable();
    }

    public static ImmutableArray<string> Touched(PhoneState before, PhoneState after) =>
        [.. All(before).Except(All(after)).Concat(All(after).Except(All(before))).Select(duty => duty.Key).Distinct()];

    public static Duty? Of(PhoneState state, string key) => All(state).FirstOrDefault(duty => duty.Key == key);

    public static Duty? Told(PhoneState state)
    {
        if (state.Attached is not { } seat || state.ToldEpoch == state.Epoch)
        {
            return null;
        }

        var key = Key("told", state.Epoch);
        var confirm = new PhoneCommand.ConfirmTold(key);
        return new Duty.Deliver(key, seat.Agent, new AgentCommand.RecordPhone(state.Id.Key, state.Epoch, state.Reachable), confirm, confirm);
    }

    /// <summary>Without OnFailed: the engine asks again with growing pauses until the phone answers.</summary>
    private static Duty.Perform? Probe(PhoneState state) => state is { Suspected: true, Candidate: { } candidate }
        ? new Duty.Perform(
            Key("probe", state.Epoch),
            Port.Signalling,
            new PhoneProbe(candidate.Contact, candidate.Flow, state.Epoch) { Path = candidate.Path },
            new PhoneCommand.RecordProbeAnswered(state.Epoch))
        {
            At = candidate.Edge,
        }
        : null;

    private static Duty Expiry(Binding binding) =>
        new Duty.Wake(Key("expire", binding.Generation), binding.ExpiresAt, new PhoneCommand.ExpireRegistration(Registrar.KeyOf(binding), binding.Generation));

    private static string Key(string what, long number) => string.Create(CultureInfo.InvariantCulture, $"{what}/{number}");
}
