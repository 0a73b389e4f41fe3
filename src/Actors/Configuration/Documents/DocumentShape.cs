using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using static CallCenter.Actors.Configuration.Documents.Shape;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>
/// The tenant document, key by key, with bounds and defaults: the one place that says them. The file (YAML) and the REST body (JSON) have this shape.
/// </summary>
public static class DocumentShape
{
    public const int TrunksMax = 64;
    public const int SourcesMax = 256;
    public const int NumbersMax = 10_000;
    public const int QueuesMax = 5_000;
    public const int TeamsMax = 1_000;
    public const int ReasonsMax = 100;
    public const int PhonesMax = 50_000;
    public const int AgentsMax = 50_000;
    public const int QueuesPerAgentMax = 64;
    public const int PriorityMax = 100;
    public const int EmergencyMax = 100;
    public const int AlsoMax = CallState.StaysOpenMax - 1;

    public static readonly EquatableArray<string> AnswerModes = ["on-queue", "early-media", "on-agent"];
    public static readonly EquatableArray<string> OnDecline = ["not-ready", "stay-ready"];
    public static readonly EquatableArray<string> Starts = ["signed-out", "not-ready", "ready"];
    public static readonly EquatableArray<string> AutoAnswers = ["none", "call-info", "alert-info"];
    public static readonly EquatableArray<string> Choices = ["first", "longest-waiting", "priority", "share"];

    public static readonly Fields Trunk = new(
    [
        new("id", new Text(TextForm.Key), "Names the trunk.", Required: true),
        new("sources", new ListOf(new Text(TextForm.Cidr), SourcesMax), "Addresses that calls may come from without a credential."),
        new("outbound", new Text(TextForm.SipHost), "Where calls to outside numbers go. Absent: none do."),
        new("transfers", new ListOf(new Text(TextForm.Number), Calls.Callers.RuleCondition.PatternsMax), "Outside numbers that agents may transfer their callers to through this trunk; one that ends in * stands for all that begin so."),
        .. TrunkShape.OfTrunk,
    ]);

    public static readonly Fields Number = new(
    [
        new("queue", new Text(TextForm.Key), "The queue that callers of this number wait in.", Required: true),
        new("also", new ListOf(new Text(TextForm.Key), AlsoMax), "Queues that they wait in besides, at the same time: the first agent of any of them gets the call."),
        new("answer", new Choice(AnswerModes), "When the caller's call is answered: as soon as it waits (it hears music), with early media, or when the agent answers.", Default: "on-queue"),
        new("priority", new Count(-PriorityMax, PriorityMax), "Higher is served first; among equals the first to arrive.", Default: "0"),
        new("site", new Text(TextForm.Site), "Whose calls these are. Absent: that of the edge they come in at."),
        new("last-resort", new Text(TextForm.SipContact), "Where callers are sent (302) when the center itself has been away for 20 s. Absent: they are told to come again later (503)."),
        .. RulesShape.OfNumber,
    ]);

    public static readonly Fields Ring = new(
    [
        new("together", new Count(2, CallState.RingsPerStayMax), "As many phones of free agents ring at once for one call; the first to answer has it, the others are ready again.", Required: true),
    ]);

    public static readonly Fields Queue = new(
    [
        new("name", new Names(), "For people. Absent: the key."),
        new("ring-time", Between("1s", "5m"), "How long an agent's phone rings before the call is offered to the next.", Default: "20s"),
        new("ring", Ring, "How phones ring. Absent: one at a time."),
        new("wrap-up", Between("0s", "1h"), "How long an agent has after a contact before the next.", Default: "30s"),
        new("max-wait", Between("1s", "24h"), "The longest wait; then overflow. Absent: no limit."),
        new("max-length", new Count(1, QueueSettings.LengthMax), "The most calls waiting; one more goes to overflow at once. Absent: no limit of its own."),
        new("overflow", TimesShape.Target, "Where a call goes that waited too long or found the queue full. Absent: it is turned away."),
        new("music", new Text(TextForm.Music), "What waiting callers hear.", Default: "default"),
        new("misses-before-not-ready", new Count(1, 100), "Offers an agent may let ring out in a row before it is set to not ready.", Default: "2"),
        new("on-decline", new Choice(OnDecline), "What an agent is after declining an offer.", Default: "not-ready"),
        new("retry-agent-after", Between("0s", "1h"), "How long an agent who missed or declined a call is not offered the same one again.", Default: "10s"),
        new("service-level", Between("1s", "1h"), "T of the service level: the share of calls answered within T.", Default: "15s"),
        new("short-abandon", Between("0s", "5m"), "Callers who hang up within this time are counted apart.", Default: "5s"),
        new("summary-required", new Switch(), "Whether an agent writes a summary of each contact before it is ready again.", Default: "false"),
        new("alarms", FloorShape.QueueBounds, "When the queue is out of bounds. Absent: never."),
        .. TimesShape.OfQueue,
        .. RoutingShape.OfQueue,
        .. AnnounceShape.OfQueue,
    ]);

    public static readonly Fields Team = new(
    [
        new("name", new Names(), "For people. Absent: the key."),
        new("breaks", FloorShape.Breaks, "How many of its agents may be on a break at once. Absent: all."),
    ]);

    public static readonly Fields Reason = new(
    [
        new("name", new Names(), "For people. Absent: the key."),
        new("productive", new Switch(), "Whether time in it counts as productive.", Default: "false"),
        new("limit", Between("1s", "24h"), "How long it should last; an alarm when it is over, where there are alarms. Absent: no limit."),
    ]);

    public static readonly Fields Phone = new(
    [
        new("password", new Text(TextForm.Password), "What the phone registers with; its user name is the key. Kept as a digest hash, never shown. Absent: the one it has."),
        new("contact", new Text(TextForm.SipContact), "A fixed address: always reached there, without registration."),
        new("auto-answer", new Choice(AutoAnswers), "Whether the phone is told to answer by itself whatever rings it, and how its maker wants that said: Call-Info with answer-after=0, or Alert-Info with info=alert-autoanswer.", Default: "none"),
    ]);

    public static readonly Fields AgentQueue = new(
    [
        new("queue", new Text(TextForm.Key), "The queue it serves.", Required: true),
        new("level", new Count(1, SkillLevel.LevelMax), "How good it is there, for queues that ask the most skilled first.", Default: "1"),
        new("share", new Count(1, QueueTerms.ShareMax), "Its part of the agent's contacts, for an agent that chooses by share.", Default: "1"),
    ]);

    public static readonly Fields Agent = new(
    [
        new("name", new Text(TextForm.Name), "For people. Absent: the key."),
        new("team", new Text(TextForm.Key), "Its team. Absent: none."),
        new("phone", new Text(TextForm.Key), "The phone it signs in at unless it names another.", Required: true),
        new("site", new Text(TextForm.Site), "Where it is. Absent: main."),
        new("queues", new ListOf(new NameOr(TextForm.Key, AgentQueue), QueuesPerAgentMax), "Queues it serves, each by its key alone or with the terms it is served on."),
        new("start", new Choice(Starts), "The state that a new agent starts in.", Default: "signed-out"),
        new("skills", new MapOf(TextForm.Skill, new Count(1, SkillLevel.LevelMax), AgentProfile.SkillsMax), "What it can, and how well."),
        new("choice", new Choice(Choices), "Which of its queues it takes a call from when several have one for it: whichever asks first, the one whose call has waited longest, the one whose call has the highest priority, or the one furthest behind its share.", Default: "first"),
    ]);

    public static readonly Fields Limits = new(
    [
        new("calls-per-second", new Count(1, 10_000), "New calls that each edge takes in a second; more are told to come again later (503). Absent: no limit of the tenant's own."),
        new("burst", new Count(1, 100_000), "New calls that come at once before that rate holds. Absent: those of a second."),
        new("emergency", new ListOf(new Text(TextForm.Number), EmergencyMax), "Numbers of ours whose calls are never refused for load, by these limits or any other."),
    ]);

    public static readonly Fields Document = new(
    [
        new("tenant", new Text(TextForm.Key), "Whose configuration this is; also the realm that phones authenticate to.", Required: true),
        new("name", new Text(TextForm.Name), "For people. Absent: the tenant's key."),
        new("trunks", new ListOf(Trunk, TrunksMax), "Where calls come from and go to."),
        new("numbers", new MapOf(TextForm.Number, Number, NumbersMax), "Numbers that can be called."),
        new("queues", new MapOf(TextForm.Key, Queue, QueuesMax), "Where callers wait."),
        new("teams", new MapOf(TextForm.Key, Team, TeamsMax), "Groups of agents."),
        new("reasons", new MapOf(TextForm.Key, Reason, ReasonsMax), "Why an agent may be not ready."),
        new("phones", new MapOf(TextForm.Key, Phone, PhonesMax), "What rings."),
        new("agents", new MapOf(TextForm.Key, Agent, AgentsMax), "Who answers."),
        new("calendars", new MapOf(TextForm.Key, TimesShape.Calendar, TimesShape.CalendarsMax), "When somebody is there."),
        new("lists", new MapOf(TextForm.Key, new ListOf(new Text(TextForm.Number), CustomerList.NumbersMax), RulesShape.ListsMax), "Lists of callers' numbers, for rules; at most 10,000 numbers together."),
        new("lookups", new MapOf(TextForm.Key, LookupsShape.Lookup, LookupsShape.LookupsMax), "Systems that are asked about callers."),
        new("sites", new MapOf(TextForm.Site, SitesShape.Site, SiteEntry.CountMax), "Places where agents are and calls come in."),
        new("call-reasons", new MapOf(TextForm.Key, SummariesShape.CallReason, SummariesShape.CallReasonsMax), "Why people call, for the summaries of agents: a tree."),
        new("summaries", SummariesShape.Summaries, "Rules for the summaries of agents."),
        new("alarms", FloorShape.Alarms, "When agents are out of bounds. Absent: never."),
        new("numbering", TrunkShape.Numbering, "How numbers of callers are written as E.164, to be compared and shown. Absent: as they are sent."),
        new("limits", Limits, "How many new calls are taken, and which always are."),
    ]);

    private static Duration Between(string min, string max) =>
        Durations.TryParse(min, out var least) && Durations.TryParse(max, out var most) ? new Duration(least, most) : throw new FormatException($"{min} to {max}");
}
