using System.Text.Json;
using CallCenter.Actors.Floors;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Views;
using static CallCenter.Actors.Configuration.Documents.Json;
using static CallCenter.Actors.Configuration.Documents.Shape;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>Rules of the floor 现场, breaks and alarms: this part of <see cref="DocumentShape"/>, how it is read and how it is written.</summary>
public static class FloorShape
{
    public static readonly EquatableArray<string> WhenFull = ["refuse", "queue"];

    /// <summary>States that may last too long; a wrap-up has a key of its own.</summary>
    private static readonly EquatableArray<AgentActivity> Watched =
        [AgentActivity.NotReady, AgentActivity.Ready, AgentActivity.Ringing, AgentActivity.Dialing, AgentActivity.Talking, AgentActivity.Holding, AgentActivity.Error];

    private static readonly Duration Length = new(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24));

    public static readonly Fields Breaks = new(
    [
        new("reasons", new ListOf(new Text(TextForm.Key), DocumentShape.ReasonsMax), "The reasons that are rationed.", Required: true),
        new("number", new Count(1, BreakQuota.NumberMax), "How many agents of the team may be on a break at once."),
        new("share", new Count(1, 100), "The same in percent of its agents who are signed in, rounded down, at least one."),
        new("when-full", new Choice(WhenFull), "What becomes of a wish when all places are taken: it is refused, or waits its turn.", Default: "refuse"),
    ]);

    public static readonly Fields States = new([.. Watched.Items.Select(state => new Field(Word(state), Length, $"How long an agent may be {Word(state)}. Absent: as long as it is."))]);

    public static readonly Fields Alarms = new(
    [
        new("breaks", new Switch(), "Whether an agent who is not ready for longer than the limit of its reason is an alarm.", Default: "true"),
        new("wrap-up", Length, "How long a wrap-up may take. Absent: as long as it is."),
        new("states", States, "How long an agent may be in other states."),
    ]);

    public static readonly Fields QueueBounds = new(
    [
        new("waiting", new Count(0, QueueAlarms.WaitingMax), "More callers waiting than this are an alarm."),
        new("longest-wait", Length, "A caller who waits longer than this is an alarm."),
        new("service-level", new Count(1, 100), "A service level of the day below so many percent, once it is of 20 calls, is an alarm."),
    ]);

    internal static BreaksEntry? BreaksOf(JsonElement team)
    {
        if (team.Field("breaks") is not { } breaks)
        {
            return null;
        }

        var values = new Values(breaks, Breaks);
        return new BreaksEntry([.. (breaks.Field("reasons")?.Items() ?? []).Select(reason => reason.AsText()!)], values.Count("number"), values.Count("share"), values.Choice("when-full") == 2);
    }

    internal static AlarmTerms AlarmsOf(JsonElement alarms)
    {
        var values = new Values(alarms, Alarms);
        return new AlarmTerms
        {
            Breaks = values.Switch("breaks"),
            WrapUp = values.Duration("wrap-up"),
            States = alarms.Field("states") is { } states
                ? [.. Watched.Items.Select(state => (State: state, Limit: new Values(states, States).Duration(Word(state)))).Where(one => one.Limit is not null).Select(one => new StateLimit(one.State, one.Limit!.Value))]
                : [],
        };
    }

    internal static QueueAlarms? BoundsOf(JsonElement queue)
    {
        if (queue.Field("alarms") is not { } alarms)
        {
            return null;
        }

        var values = new Values(alarms, QueueBounds);
        return new QueueAlarms { Waiting = values.Count("waiting"), LongestWait = values.Duration("longest-wait"), ServiceLevel = values.Count("service-level") };
    }

    internal static void WriteBreaks(Utf8JsonWriter writer, BreaksEntry? breaks)
    {
        if (breaks is null)
        {
            return;
        }

        writer.WriteStartObject("breaks");
        WriteTexts(writer, "reasons", breaks.Reasons);
        WriteCount(writer, "number", breaks.Number);
        WriteCount(writer, "share", breaks.Share);
        writer.WriteString("when-full", WhenFull[breaks.Queues ? 1 : 0]);
        writer.WriteEndObject();
    }

    internal static void WriteAlarms(Utf8JsonWriter writer, AlarmTerms? alarms)
    {
        if (alarms is null)
        {
            return;
        }

        writer.WriteStartObject("alarms");
        writer.WriteBoolean("breaks", alarms.Breaks);
        WriteDuration(writer, "wrap-up", alarms.WrapUp);
        writer.WriteStartObject("states");
        foreach (var state in alarms.States)
        {
            WriteDuration(writer, Word(state.State), state.Limit);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    internal static void WriteBounds(Utf8JsonWriter writer, QueueAlarms? bounds)
    {
        if (bounds is null)
        {
            return;
        }

        writer.WriteStartObject("alarms");
        WriteCount(writer, "waiting", bounds.Waiting);
        WriteDuration(writer, "longest-wait", bounds.LongestWait);
        WriteCount(writer, "service-level", bounds.ServiceLevel);
        writer.WriteEndObject();
    }

    /// <summary>A state as the configuration and the API write it.</summary>
    internal static string Word(AgentActivity state) => JsonNamingPolicy.KebabCaseLower.ConvertName(state.ToString());
}
