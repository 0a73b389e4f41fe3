using System.Text.Json;
using CallCenter.Actors.Calendars;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>Calendars and treatments → the JSON that people write.</summary>
internal static class TimesWriter
{
    public static void WriteCalendar(Utf8JsonWriter writer, Calendar calendar)
    {
        writer.WriteString("time-zone", calendar.TimeZone);
        writer.WriteStartObject("hours");
        foreach (var day in calendar.Week.Items.GroupBy(hours => hours.Day))
        {
            Json.WriteTexts(writer, CalendarText.Name(day.Key), day.Select(hours => CalendarText.Write(hours.From, hours.To)));
        }

        writer.WriteEndObject();
        Json.WriteTexts(writer, "holidays", calendar.Holidays.Items.Select(CalendarText.Write));
        Json.WriteTexts(writer, "open-also", calendar.OpenAlso.Items.Select(hours => $"{CalendarText.Write(hours with { From = 0, To = OpenHours.MinutesOfDay })} {CalendarText.Write(hours.From, hours.To)}"));
    }

    public static void WriteTimes(Utf8JsonWriter writer, QueueEntry queue)
    {
        Json.WriteText(writer, "hours", queue.Hours);
        WriteTarget(writer, "closed", queue.Closed);
        writer.WriteString("when-closing", TimesShape.WhenClosing[queue.DivertsWhenClosing ? 1 : 0]);
        WriteEmergency(writer, queue.Emergency);
        writer.WriteStartArray("overflow-when");
        foreach (var rule in queue.OverflowWhen)
        {
            WriteRule(writer, rule);
        }

        writer.WriteEndArray();
    }

    private static void WriteRule(Utf8JsonWriter writer, OverflowEntry rule)
    {
        writer.WriteStartObject();
        Json.WriteDuration(writer, "wait", rule.Wait);
        Json.WriteCount(writer, "length", rule.Length);
        Json.WriteCount(writer, "agents-below", rule.AgentsBelow);
        Json.WriteDuration(writer, "expected-wait", rule.ExpectedWait);
        Json.WriteDuration(writer, "for", rule.AgentsBelow is null ? null : rule.For);
        WriteTarget(writer, "to", rule.To);
        writer.WriteEndObject();
    }

    private static void WriteEmergency(Utf8JsonWriter writer, EmergencyEntry? emergency)
    {
        if (emergency is null)
        {
            return;
        }

        writer.WriteStartObject("emergency");
        Json.WriteText(writer, "queue", emergency.To?.Queue);
        Json.WriteText(writer, "number", emergency.To?.Number);
        writer.WriteBoolean("waiting", emergency.IncludesWaiting);
        writer.WriteBoolean("on", emergency.IsOn);
        writer.WriteEndObject();
    }

    private static void WriteTarget(Utf8JsonWriter writer, string name, TargetEntry? target)
    {
        if (target is null)
        {
            return;
        }

        writer.WriteStartObject(name);
        Json.WriteText(writer, "queue", target.Queue);
        Json.WriteText(writer, "number", target.Number);
        writer.WriteEndObject();
    }
}
