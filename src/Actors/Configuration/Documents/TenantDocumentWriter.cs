using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CallCenter.Actors.Phones;
using static CallCenter.Actors.Configuration.Documents.Json;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>
/// <see cref="TenantDocument"/> → the JSON that people write, every key with its value, without passwords. Read again over the same
/// document in force it is the same document.
/// </summary>
public static class TenantDocumentWriter
{
    private const int SizeExpected = 64 * 1024;

    public static ReadOnlyMemory<byte> Written(TenantDocument document)
    {
        var buffer = new ArrayBufferWriter<byte>(SizeExpected);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(writer, document);
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, TenantDocument document)
    {
        writer.WriteStartObject();
        writer.WriteString("tenant", document.Tenant);
        writer.WriteString("name", document.Name);
        writer.WriteStartArray("trunks");
        foreach (var trunk in document.Trunks)
        {
            TrunkShape.Write(writer, trunk);
        }

        writer.WriteEndArray();
        WriteEach(writer, "numbers", document.Numbers, WriteNumber);
        WriteEach(writer, "queues", document.Queues, WriteQueue);
        WriteEach(writer, "teams", document.Teams, static (writer, team) =>
        {
            WriteName(writer, team.Name);
            FloorShape.WriteBreaks(writer, team.Breaks);
        });
        WriteEach(writer, "reasons", document.Reasons, WriteReason);
        WriteEach(writer, "phones", document.Phones, static (writer, phone) =>
        {
            WriteText(writer, "contact", phone.Contact);
            if (phone.AutoAnswer != AutoAnswer.None)
            {
                writer.WriteString("auto-answer", DocumentShape.AutoAnswers[(int)phone.AutoAnswer]);
            }
        });
        WriteEach(writer, "agents", document.Agents, WriteAgent);
        WriteEach(writer, "calendars", document.Calendars, TimesWriter.WriteCalendar);
        writer.WriteStartObject("lists");
        foreach (var (key, list) in document.Lists)
        {
            WriteTexts(writer, key, list.Numbers);
        }

        writer.WriteEndObject();
        WriteEach(writer, "lookups", document.Lookups, LookupsShape.Write);
        WriteEach(writer, "sites", document.Sites, static (writer, site) =>
        {
            WriteName(writer, site.Name);
            SitesShape.WriteCosts(writer, site);
        });
        WriteEach(writer, "call-reasons", document.CallReasons, static (writer, reason) =>
        {
            WriteName(writer, reason.Name);
            WriteText(writer, "under", reason.Under);
        });
        SummariesShape.WriteTerms(writer, document.Summaries);
        FloorShape.WriteAlarms(writer, document.Alarms);
        TrunkShape.WriteNumbering(writer, document.Numbering);
        WriteLimits(writer, document.Limits);
        writer.WriteEndObject();
    }

    private static void WriteEach<T>(Utf8JsonWriter writer, string section, IEnumerable<KeyValuePair<string, T>> entries, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartObject(section);
        foreach (var (key, entry) in entries)
        {
            writer.WriteStartObject(key);
            write(writer, entry);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteLimits(Utf8JsonWriter writer, CallLimits? limits)
    {
        if (limits is null)
        {
            return;
        }

        writer.WriteStartObject("limits");
        WriteCount(writer, "calls-per-second", limits.PerSecond);
        WriteCount(writer, "burst", limits.Burst);
        WriteTexts(writer, "emergency", limits.Emergency);
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, NumberEntry number)
    {
        writer.WriteString("queue", number.Queue);
        WriteTexts(writer, "also", number.Also);
        writer.WriteString("answer", DocumentShape.AnswerModes[(int)number.Answer - 1]);
        writer.WriteNumber("priority", number.Priority);
        WriteText(writer, "site", number.Site);
        WriteText(writer, "last-resort", number.LastResort);
        RulesWriter.WriteRules(writer, number);
    }

    private static void WriteQueue(Utf8JsonWriter writer, QueueEntry queue)
    {
        WriteName(writer, queue.Name);
        WriteDuration(writer, "ring-time", queue.RingTime);
        if (queue.Together is { } together)
        {
            writer.WriteStartObject("ring");
            writer.WriteNumber("together", together);
            writer.WriteEndObject();
        }

        WriteDuration(writer, "wrap-up", queue.WrapUp);
        WriteDuration(writer, "max-wait", queue.MaxWait);
        if (queue.MaxLength is { } length)
        {
            writer.WriteNumber("max-length", length);
        }

        WriteOverflow(writer, queue);
        writer.WriteString("music", queue.Music);
        writer.WriteNumber("misses-before-not-ready", queue.MissesBeforeNotReady);
        writer.WriteString("on-decline", DocumentShape.OnDecline[queue.StaysReadyOnDecline ? 1 : 0]);
        WriteDuration(writer, "retry-agent-after", queue.RetryAgentAfter);
        WriteDuration(writer, "service-level", queue.ServiceLevel);
        WriteDuration(writer, "short-abandon", queue.ShortAbandon);
        writer.WriteBoolean("summary-required", queue.SummaryRequired);
        FloorShape.WriteBounds(writer, queue.Alarms);
        TimesWriter.WriteTimes(writer, queue);
        RoutingWriter.WriteRouting(writer, queue);
        AnnounceShape.Write(writer, queue.Announce);
    }

    private static void WriteOverflow(Utf8JsonWriter writer, QueueEntry queue)
    {
        if (queue.OverflowQueue is null && queue.OverflowNumber is null)
        {
            return;
        }

        writer.WriteStartObject("overflow");
        WriteText(writer, "queue", queue.OverflowQueue);
        WriteText(writer, "number", queue.OverflowNumber);
        writer.WriteEndObject();
    }

    private static void WriteReason(Utf8JsonWriter writer, ReasonEntry reason)
    {
        WriteName(writer, reason.Name);
        writer.WriteBoolean("productive", reason.Productive);
        WriteDuration(writer, "limit", reason.Limit);
    }

    private static void WriteAgent(Utf8JsonWriter writer, AgentEntry agent)
    {
        writer.WriteString("name", agent.Name);
        WriteText(writer, "team", agent.Team is "" ? null : agent.Team);
        writer.WriteString("phone", agent.Phone);
        WriteText(writer, "site", agent.Site);
        WriteQueuesOf(writer, agent);
        writer.WriteString("start", DocumentShape.Starts[(int)agent.Start - 1]);
        writer.WriteStartObject("skills");
        foreach (var skill in agent.Skills)
        {
            writer.WriteNumber(skill.Skill, skill.Level);
        }

        writer.WriteEndObject();
        writer.WriteString("choice", DocumentShape.Choices[(int)agent.Choice]);
    }

    private static void WriteQueuesOf(Utf8JsonWriter writer, AgentEntry agent)
    {
        writer.WriteStartArray("queues");
        foreach (var queue in agent.Queues)
        {
            if (agent.Terms.FirstOrDefault(terms => terms.Queue == queue) is not { } terms)
            {
                writer.WriteStringValue(queue);
                continue;
            }

            writer.WriteStartObject();
            writer.WriteString("queue", queue);
            writer.WriteNumber("level", terms.Level);
            writer.WriteNumber("share", terms.Share);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteName(Utf8JsonWriter writer, Label name)
    {
        writer.WriteStartObject("name");
        writer.WriteString("en", name.En);
        writer.WriteString("zh", name.Zh);
        writer.WriteEndObject();
    }
}
