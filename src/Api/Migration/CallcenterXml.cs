using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using CallCenter.Actors.Configuration.Documents;

namespace CallCenter.Api.Migration;

/// <summary>
/// FreeSWITCH's <c>callcenter.conf.xml</c> (mod_callcenter). What it says of an agent and we say of a queue is taken from the queue's agents, the longest.
/// Tiers are levels; with <c>tier-rules-apply</c> they are steps, wider the longer a call waits.
/// </summary>
internal static partial class CallcenterXml
{
    private const int StepsMax = 8;

    private static readonly HashSet<string> Known =
    [
        "strategy", "moh-sound", "max-wait-time", "tier-rules-apply", "tier-rule-wait-second", "tier-rule-wait-multiply-level",
    ];

    /// <summary>A caller who hangs up is gone here, and comes again as a call of its own; what a score begins with is the arrival here too.</summary>
    private static readonly HashSet<string> Needless = ["time-base-score", "discard-abandoned-after", "abandoned-resume-allowed"];

    /// <exception cref="InvalidDataException">The file is no such configuration, with the line.</exception>
    public static void Read(string text, Draft draft)
    {
        var root = Load(text);
        var agents = root.Descendants("agent").Where(agent => agent.Attribute("name") is not null).ToLookup(agent => Of(agent, "name"));
        var tiers = root.Descendants("tier").ToLookup(tier => Of(tier, "queue"));
        foreach (var element in root.Descendants("queue").Where(element => element.Attribute("name") is not null))
        {
            Queue(element, [.. tiers[Of(element, "name")]], agents, draft);
        }
    }

    private static XElement Load(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader).Root!;
        }
        catch (XmlException wrong)
        {
            throw new InvalidDataException($"line {wrong.LineNumber}: {wrong.Message}", wrong);
        }
    }

    private static void Queue(XElement element, List<XElement> tiers, ILookup<string, XElement> agents, Draft draft)
    {
        var name = Of(element, "name");
        var settings = element.Elements("param").ToLookup(param => Of(param, "name"), param => Of(param, "value"));
        foreach (var left in settings.Where(setting => !Known.Contains(setting.Key) && !Needless.Contains(setting.Key)))
        {
            draft.Note($"queue {name}: {left.Key} = {left.Last()} is not carried over");
        }

        var queue = draft.Queue(name);
        var team = tiers.SelectMany(tier => agents[Of(tier, "agent")].Take(1)).ToList();
        draft.Time(name, queue, "wrap-up", Longest(team, "wrap-up-time", 0), 0, 3_600);
        queue["misses-before-not-ready"] = Longest(team, "max-no-answer", 0) is > 0 and var misses ? Math.Min(misses, 100) : 100;
        draft.Time(name, queue, "retry-agent-after", Math.Max(Longest(team, "reject-delay-time", 0), Longest(team, "no-answer-delay-time", 0)), 0, 3_600);
        queue["on-decline"] = "stay-ready";
        if (Number(settings["max-wait-time"].LastOrDefault()) is > 0 and var wait)
        {
            draft.Time(name, queue, "max-wait", wait, 1, 86_400);
        }

        if (settings["moh-sound"].LastOrDefault() is { Length: > 0 } music)
        {
            draft.Music(name, queue, Path.GetFileNameWithoutExtension(music.Split('/')[^1]));
        }

        Strategy(name, settings["strategy"].LastOrDefault() ?? "longest-idle-agent", tiers.Count, queue, draft);
        Tiers(name, tiers, settings, queue, draft);
        Team(name, tiers, agents, queue, draft);
    }

    private static void Strategy(string name, string strategy, int agents, JsonObject queue, Draft draft)
    {
        switch (strategy)
        {
            case "ring-all":
                draft.RingTogether(name, queue, agents);
                break;
            case "longest-idle-agent":
                queue["order"] = "longest-idle";
                break;
            case "round-robin":
                queue["order"] = "round-robin";
                break;
            case "top-down" or "sequentially-by-agent-order":
                queue["order"] = "most-skilled";
                break;
            case "agent-with-least-talk-time":
                queue["order"] = "least-occupied";
                draft.Note($"queue {name}: least talk time is least occupied here, which counts wrap-up too");
                break;
            case "agent-with-fewest-calls":
                queue["order"] = "fewest-calls";
                break;
            default:
                draft.OrderUnknown(name, queue, strategy);
                break;
        }
    }

    /// <summary>A tier of a later level is asked when a call has waited, once or level times, as long as the rule says.</summary>
    private static void Tiers(string name, List<XElement> tiers, ILookup<string, string> settings, JsonObject queue, Draft draft)
    {
        int[] levels = [.. tiers.Select(LevelOf).Distinct().Order()];
        if (!IsTrue(settings["tier-rules-apply"].LastOrDefault()) || levels.Length < 2)
        {
            return;
        }

        var pause = Number(settings["tier-rule-wait-second"].LastOrDefault());
        var multiplies = IsTrue(settings["tier-rule-wait-multiply-level"].LastOrDefault());
        var steps = new JsonArray();
        foreach (var (number, level) in levels.Take(StepsMax).Index())
        {
            var after = Math.Min(number == 0 ? 0 : multiplies ? pause * number : pause, 86_400);
            steps.Add(new JsonObject { ["after"] = $"{after}s", ["require"] = $"{SkillOf(Draft.Key(name))}>={Math.Max(1, Draft.LevelMax - level)}" });
        }

        queue["steps"] = steps;
        if (levels.Length > StepsMax)
        {
            draft.Note($"queue {name}: of its {levels.Length} levels the last {levels.Length - StepsMax} are never asked; there are {StepsMax} steps at most");
        }
    }

    private static void Team(string name, List<XElement> tiers, ILookup<string, XElement> agents, JsonObject queue, Draft draft)
    {
        foreach (var tier in tiers)
        {
            if (agents[Of(tier, "agent")].FirstOrDefault() is not { } known)
            {
                draft.Note($"queue {name}: a tier names {Of(tier, "agent")}, who is no agent of this file");
                continue;
            }

            var agent = draft.Agent(PhoneOf(known));
            if (TextForm.Name.Accepts(Of(known, "name")))
            {
                agent["name"] = Of(known, "name");
            }

            agent["start"] = Of(known, "status") switch
            {
                "Available" or "Available (On Demand)" => "ready",
                "On Break" => "not-ready",
                _ => "signed-out",
            };
            var isInOrder = (string?)queue["order"] == "most-skilled";
            Draft.Serves(agent, name, Math.Clamp(isInOrder ? Draft.LevelMax + 2 - LevelOf(tier) - Math.Max(1, Number(Of(tier, "position"))) : Draft.LevelMax - LevelOf(tier), 1, Draft.LevelMax));
            if (queue["steps"] is not null)
            {
                agent["skills"] ??= new JsonObject();
                agent["skills"]![SkillOf(Draft.Key(name))] = Math.Max(1, Draft.LevelMax - LevelOf(tier));
            }
        }
    }

    /// <summary>[call_timeout=10]user/1000@domain, sofia/internal/1000@host: the user.</summary>
    private static string PhoneOf(XElement agent)
    {
        var contact = Variables().Replace(Of(agent, "contact"), "");
        var user = contact.Split('/')[^1].Split('@')[0];
        return user.Length > 0 && !user.Contains('$', StringComparison.Ordinal) ? user : Of(agent, "name").Split('@')[0];
    }

    private static string SkillOf(string queue) => $"tier-{queue.Replace('@', '.').Replace('+', '.').Replace('~', '.')}";

    private static int LevelOf(XElement tier) => Math.Max(1, Number(Of(tier, "level")));

    private static int Longest(IEnumerable<XElement> agents, string attribute, int otherwise) => agents.Select(agent => Number(Of(agent, attribute))).DefaultIfEmpty(otherwise).Max();

    private static string Of(XElement element, string attribute) => (string?)element.Attribute(attribute) ?? "";

    private static bool IsTrue(string? text) => text is "true" or "yes" or "on" or "1";

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"^(\{[^}]*\}|\[[^\]]*\])+")]
    private static partial Regex Variables();
}
