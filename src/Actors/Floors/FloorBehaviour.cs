using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using CallCenter.Actors.Agents;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Floors.FloorCommand;
using E = CallCenter.Actors.Floors.FloorEvent;

namespace CallCenter.Actors.Floors;

/// <summary>
/// The floor of a tenant: the only one to give away breaks that are rationed (<see cref="Breaks"/>), and the book of alarms (<see cref="Alarms"/>). It owes each agent
/// that was given a break the news of it (<c>break/{number}</c>), until that agent has answered.
/// </summary>
public sealed class FloorBehaviour : IBehaviour<FloorState, C, E>
{
    private const string DutyPrefix = "break/";

    private FloorBehaviour()
    {
    }

    public static FloorState Initial(ActorId id) => new(id);

    public static Decision<E> Decide(FloorState state, C command, DateTimeOffset now) => command switch
    {
        C.Configure c when c.Version <= state.Version => AlreadySo<E>(),
        C.Configure c => Breaks.Configured(state, c, now),

        C.AskBreak c => Breaks.Asked(state, c, now),
        C.WithdrawBreak c when state.Of(c.Team).PositionOf(c.Agent) is not null => Accept<E>(new E.BreakWithdrawn(now, c.Team, c.Agent)),
        C.WithdrawBreak => AlreadySo<E>(),
        C.ConfirmBreak c when Breaks.PlaceOf(state, c.Team, c.Number) is { IsTaken: false } => Accept<E>(new E.BreakTaken(now, c.Team, c.Number)),
        C.ConfirmBreak => AlreadySo<E>(),
        C.RecordBreakOver c when Breaks.PlaceOf(state, c.Team, c.Number) is not null => Breaks.Over(state, c, now),
        C.RecordBreakOver => AlreadySo<E>(),

        C.RaiseAlarm c => Alarms.Raise(state, c.Cause, now),
        C.EndAlarm c => Alarms.End(state, c.Cause, now),
        C.AcknowledgeAlarm c => Alarms.Acknowledge(state, c, now),

        _ => throw new UnreachableException($"{command}"),
    };

    public static FloorState Apply(FloorState state, E @event) => @event switch
    {
        E.FloorConfigured e => state with { Version = e.Version, Settings = e.Settings },
        E.BreakGiven or E.BreakAsked or E.BreakWithdrawn or E.BreakTaken or E.BreakEnded => Breaks.Apply(state, @event),
        _ => Alarms.Apply(state, @event),
    };

    public static ImmutableArray<Duty> Duties(FloorState state) =>
        [.. state.Teams.SelectMany(team => team.Value.Held.Items.Where(place => !place.IsTaken).Select(place => DutyFor(team.Key, place)))];

    public static ImmutableArray<string> Touched(FloorState before, E @event) => @event switch
    {
        E.BreakGiven e when before.Of(e.Team).PlaceOf(e.Agent) is { } left => [KeyOf(e.Number), KeyOf(left.Number)],
        E.BreakGiven e => [KeyOf(e.Number)],
        E.BreakTaken e => [KeyOf(e.Number)],
        E.BreakEnded e => [KeyOf(e.Number)],
        _ => [],
    };

    public static Duty? DutyOf(FloorState state, string key) => Duties(state).FirstOrDefault(duty => duty.Key == key);

    private static string KeyOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{DutyPrefix}{number}");

    private static Duty.Deliver DutyFor(string team, BreakPlace place) => new(
        KeyOf(place.Number), place.Agent, new AgentCommand.TakeBreak(team, place.Reason, place.Number), new C.ConfirmBreak(team, place.Number), new C.RecordBreakOver(team, place.Number));
}
