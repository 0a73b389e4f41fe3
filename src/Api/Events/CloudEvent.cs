using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CallCenter.Api.Http;
using CallCenter.Api.Views;

namespace CallCenter.Api.Events;

/// <summary>One CloudEvents 1.0 envelope in JSON, written once and shared by all who read it.</summary>
internal static class CloudEvent
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="token">The place in the stream: the id.</param>
    /// <param name="tenant">Whose.</param>
    /// <param name="topic">Which list the row is of.</param>
    /// <param name="type">What happened, behind "callcenter.".</param>
    /// <param name="subject">The row's id.</param>
    /// <param name="time">When.</param>
    /// <param name="position">Where in the journal; null for what several events changed.</param>
    /// <param name="row">The row as the event left it.</param>
    public static byte[] Write<T>(string token, string tenant, Topics topic, string type, string subject, DateTimeOffset time, string? position, T row) =>
        Write(token, tenant, NameOf(topic), type, subject, time, position, row);

    /// <summary>The same of a list that is no topic.</summary>
    public static byte[] Write<T>(string token, string tenant, string list, string type, string subject, DateTimeOffset time, string? position, T row)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", token);
            json.WriteString("source", $"/api/v1/{list}");
            json.WriteString("subject", subject);
            json.WriteString("type", $"callcenter.{type}");
            json.WriteString("time", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("datacontenttype", "application/json");
            json.WriteString("tenant", tenant);
            if (position is not null)
            {
                json.WriteString("position", position);
            }

            json.WritePropertyName("data");
            JsonSerializer.Serialize(json, row, ApiJson.Options);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static string NameOf(Topics topic) => topic switch
    {
        Topics.Calls => "calls",
        Topics.Queues => "queues",
        Topics.Agents => "agents",
        Topics.Alarms => "alarms",
        _ => "config",
    };

    /// <summary>call_queue_entered → call.queue-entered</summary>
    public static string TypeOf(string tag)
    {
        var cut = tag.IndexOf('_', StringComparison.Ordinal);
        return cut < 0 ? tag : $"{tag[..cut]}.{tag[(cut + 1)..].Replace('_', '-')}";
    }
}
