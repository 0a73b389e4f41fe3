using System.Collections.Immutable;
using System.Text.Json;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>A tree without problems → the document, defaults filled in.</summary>
internal static class DocumentBuilder
{
    public static TenantDocument Build(JsonElement root, TenantDocument? inForce)
    {
        var tenant = root.Text("tenant")!;
        return new TenantDocument
        {
            Tenant = tenant,
            Name = root.Text("name") ?? tenant,
            Trunks = [.. (root.Field("trunks")?.Items() ?? []).Select(TrunkShape.Read)],
            Numbers = Each(root, "numbers", Number),
            Queues = Each(root, "queues", Queue),
            Teams = Each(root, "teams", entry => new TeamEntry(Name(entry)) { Breaks = FloorShape.BreaksOf(entry.Value) }),
            Reasons = Each(root, "reasons", Reason),
            Phones = Each(root, "phones", entry => Phone(entry, inForce)),
            Agents = Each(root, "agents", Agent),
            Calendars = Each(root, "calendars", TimesBuilder.Calendar),
            Lists = Each(root, "lists", TimesBuilder.List),
            Sites = Each(root, "sites", entry => SitesShape.Read(entry, Name(entry))),
            CallReasons = Each(root, "call-reasons", entry => SummariesShape.Read(entry, Name(entry))),
            Summaries = root.Field("summaries") is { } summaries ? SummariesShape.Terms(summaries) : null,
            Alarms = root.Field("alarms") is { } alarms ? FloorShape.AlarmsOf(alarms) : null,
            Numbering = root.Field("numbering") is { } numbering ? TrunkShape.NumberingOf(numbering) : null,
            Limits = root.Field("limits") is { } limits ? LimitsOf(limits) : null,
            Lookups = Each(root, "lookups", entry => LookupsShape.Read(entry, inForce)),
        };
    }

    private static ImmutableSortedDictionary<string, T> Each<T>(JsonElement root, string section, Func<Section.Entry, T> read) =>
        Section.Of(root, section).Entries.ToImmutableSortedDictionary(entry => entry.Key, read, StringComparer.Ordinal);

    private static CallLimits LimitsOf(JsonElement limits)
    {
        var values = new Values(limits, DocumentShape.Limits);
        return new CallLimits(values.Count("calls-per-second"), values.Count("burst"), Texts(limits, "emergency"));
    }

    private static NumberEntry Number(Section.Entry entry)
    {
        var value = new Values(entry.Value, DocumentShape.Number);
        var number = new NumberEntry(value.Text("queue")!, (AnswerMode)value.Choice("answer"), value.Count("priority")!.Value) { Also = Texts(entry.Value, "also"), Site = value.Text("site"), LastResort = value.Text("last-resort") };
        return RulesBuilder.WithRules(number, entry.Value);
    }

    private static QueueEntry Queue(Section.Entry entry)
    {
        var value = new Values(entry.Value, DocumentShape.Queue);
        var overflow = entry.Value.Field("overflow");
        var queue = new QueueEntry
        {
            Name = Name(entry),
            RingTime = value.Duration("ring-time")!.Value,
            Together = entry.Value.Field("ring") is { } ring ? new Values(ring, DocumentShape.Ring).Count("together") : null,
            WrapUp = value.Duration("wrap-up")!.Value,
            MaxWait = value.Duration("max-wait"),
            MaxLength = value.Count("max-length"),
            OverflowQueue = overflow?.Text("queue"),
            OverflowNumber = overflow?.Text("number"),
            Music = value.Text("music")!,
            MissesBeforeNotReady = value.Count("misses-before-not-ready")!.Value,
            StaysReadyOnDecline = value.Choice("on-decline") == 2,
            RetryAgentAfter = value.Duration("retry-agent-after")!.Value,
            ServiceLevel = value.Duration("service-level")!.Value,
            ShortAbandon = value.Duration("short-abandon")!.Value,
            SummaryRequired = value.Switch("summary-required"),
            Alarms = FloorShape.BoundsOf(entry.Value),
        };
        return RoutingBuilder.WithRouting(TimesBuilder.WithTimes(queue, entry.Value), entry.Value) with { Announce = AnnounceShape.Read(entry.Value) };
    }

    private static ReasonEntry Reason(Section.Entry entry)
    {
        var value = new Values(entry.Value, DocumentShape.Reason);
        return new ReasonEntry(Name(entry), value.Switch("productive"), value.Duration("limit"));
    }

    private static PhoneEntry Phone(Section.Entry entry, TenantDocument? inForce) =>
        new(entry.Value.Text("contact"), inForce?.Phones.GetValueOrDefault(entry.Key)?.CredentialVersion ?? 0) { AutoAnswer = (AutoAnswer)(new Values(entry.Value, DocumentShape.Phone).Choice("auto-answer") - 1) };

    private static AgentEntry Agent(Section.Entry entry)
    {
        var value = new Values(entry.Value, DocumentShape.Agent);
        var terms = (entry.Value.Field("queues")?.Items() ?? []).Select(Terms).ToArray();
        return new AgentEntry(value.Text("name") ?? entry.Key, value.Text("team") ?? "", value.Text("phone")!, [.. terms.Select(item => item.Queue)], (AgentStart)value.Choice("start"))
        {
            Skills = [.. (entry.Value.Field("skills")?.Properties() ?? []).Select(skill => new SkillLevel(skill.Name, skill.Value.GetInt32())).OrderBy(skill => skill.Skill, StringComparer.Ordinal)],
            Terms = [.. terms.Where(item => item != new QueueTerms(item.Queue))],
            Choice = (QueueChoice)(value.Choice("choice") - 1),
            Site = value.Text("site"),
        };
    }

    private static QueueTerms Terms(JsonElement item)
    {
        var value = new Values(item, DocumentShape.AgentQueue);
        return item.AsText() is { } name ? new QueueTerms(name) : new QueueTerms(value.Text("queue")!, value.Count("level")!.Value, value.Count("share")!.Value);
    }

    private static EquatableArray<string> Texts(JsonElement value, string name) => [.. (value.Field(name)?.Items() ?? []).Select(item => item.AsText()!)];

    private static Label Name(Section.Entry entry) => entry.Value.Field("name") switch
    {
        { ValueKind: JsonValueKind.Object } both => new Label(both.Text("en")!, both.Text("zh") ?? both.Text("en")!),
        { } one => new Label(one.AsText()!, one.AsText()!),
        null => new Label(entry.Key, entry.Key),
    };
}
