using System.Collections.Immutable;
using CallCenter.Actors.Calls;

namespace CallCenter.Actors.Phones;

/// <summary>
/// What a phone knows: where it is (a fixed contact, or its registrations), who sits at it, and whether it can be reached.
/// <see cref="Epoch"/> grows with each change of that answer and with each agent who has to be told it.
/// </summary>
public sealed record PhoneState(ActorId Id)
{
    /// <summary>Registrations kept at once; one more replaces the least recent.</summary>
    public const int BindingsMax = 8;

    /// <summary>Agents who left that are remembered, so that a late Attach of a sign-in that is over takes no seat.</summary>
    public const int DepartedMax = 16;

    public long Version { get; init; }

    /// <summary>Null: not in the configuration.</summary>
    public PhoneSettings? Settings { get; init; }

    /// <summary>Registrations by contact, or by device and flow (<see cref="DeviceFlow.BindingOf"/>).</summary>
    public ImmutableSortedDictionary<string, Binding> Bindings { get; init; } = ImmutableSortedDictionary.Create<string, Binding>(StringComparer.Ordinal);

    /// <summary>The generation given last, over all contacts: none is given twice, so an expiry names one registration for ever.</summary>
    public int Generation { get; init; }

    public Seat? Attached { get; init; }

    /// <summary>The last sign-in that is over, by agent, most recent last.</summary>
    public EquatableArray<Seat> Departed { get; init; } = [];

    public bool Suspected { get; init; }

    /// <summary>The offer that brought the last suspicion: its repeats say nothing new.</summary>
    public OfferId? LastSuspected { get; init; }

    public long Epoch { get; init; }

    /// <summary>The epoch that the attached agent is known to know.</summary>
    public long ToldEpoch { get; init; }

    /// <summary>Where it would be reached, suspected or not: the fixed contact, else the most recent registration.</summary>
    public PhoneTarget? Candidate { get; init; }

    /// <summary>Where it can be reached now, or null.</summary>
    public PhoneTarget? Reachable => Suspected ? null : Candidate;
}

/// <summary>An agent at a phone, in one of its sign-ins.</summary>
public sealed record Seat(ActorId Agent, int SignIn);
