using CallCenter.Actors.Floors;

namespace CallCenter.Actors.Views;

/// <summary>The floor of a tenant as it is, and the last alarms that are over.</summary>
public sealed record FloorRow(string Tenant, FloorState State)
{
    public const int EndedMax = 200;

    /// <summary>Oldest first.</summary>
    public EquatableArray<Alarm> Ended { get; init; } = [];

    public static FloorRow Empty(string tenant) => new(tenant, new FloorState(ActorId.Floor(tenant)));

    /// <summary>As it was read: what comes out of JSON is in the order of the culture.</summary>
    public FloorRow InOrder() => this with { State = State with { Teams = State.Teams.WithComparers(StringComparer.Ordinal), Alarms = State.Alarms.WithComparers(StringComparer.Ordinal) } };

    /// <summary>The row after the event, and the alarm that it is about, if any.</summary>
    public (FloorRow Row, Alarm? Alarm) Apply(FloorEvent @event)
    {
        var after = FloorBehaviour.Apply(State, @event);
        switch (@event)
        {
            case FloorEvent.AlarmRaised e:
                return (this with { State = after }, after.Alarms.GetValueOrDefault(e.Cause.Key));
            case FloorEvent.AlarmAcknowledged e:
                return (this with { State = after }, after.Alarms.GetValueOrDefault(AlarmCause.KeyOf(e.Kind, e.Subject)));
            case FloorEvent.AlarmEnded e when State.Alarms.GetValueOrDefault(AlarmCause.KeyOf(e.Kind, e.Subject)) is { } open:
                var ended = open with { Ended = e.At };
                return (this with { State = after, Ended = [.. Ended.Items.Append(ended).TakeLast(EndedMax)] }, ended);
            default:
                return (this with { State = after }, null);
        }
    }

    /// <summary>What the event says of an agent's wish for a break: whose, and what it waits for now; null: nothing of any.</summary>
    public static (ActorId Agent, AwaitedBreak? Asked)? WishOf(FloorEvent @event) => @event switch
    {
        FloorEvent.BreakAsked e => (e.Agent, new AwaitedBreak(e.Team, e.Reason, e.At)),
        FloorEvent.BreakGiven e => (e.Agent, null),
        FloorEvent.BreakWithdrawn e => (e.Agent, null),
        _ => null,
    };
}
