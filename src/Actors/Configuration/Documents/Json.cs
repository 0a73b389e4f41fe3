using System.Text.Json;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>Values as the document has them; what is absent is not written.</summary>
internal static class Json
{
    public static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    public static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    public static void WriteCount(Utf8JsonWriter writer, string name, int? count)
    {
        if (count is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    public static void WriteDuration(Utf8JsonWriter writer, string name, TimeSpan? duration)
    {
        if (duration is not { } length)
        {
            return;
        }

        if (length.Ticks % TimeSpan.TicksPerSecond == 0)
        {
            writer.WriteString(name, Durations.Write(length));
        }
        else
        {
            writer.WriteNumber(name, Durations.Seconds(length));
        }
    }
}
