using System.Globalization;
using System.Text.Json.Nodes;
using CallCenter.Actors.Configuration.Documents;

namespace CallCenter.Api.Migration;

/// <summary>
/// Asterisk's <c>queues.conf</c> (app_queue; names and defaults as in its sample file). A member is an agent with a phone of the same name; penalties are
/// levels, the lowest penalty the highest level.
/// </summary>
internal static class QueuesConf
{
    /// <summary>app_queue's own: how long a phone rings, how long it waits before it rings again, what autopause=no is here.</summary>
    private const int TimeoutDefault = 15;
    private const int RetryDefault = 5;
    private const int MissesMax = 100;

    /// <summary>Of Asterisk's inside, or what goes without saying here.</summary>
    private static readonly HashSet<string> Needless =
    [
        "persistentmembers", "autofill", "monitor-type", "monitor-format", "updatecdr", "shared_lastcall", "negative_penalty_invalid", "log_membername_as_agent", "log_restricted_caller_id",
        "log-caller-id-name", "keepstats", "keep-stats", "eventwhencalled", "eventmemberstatus", "setinterfacevar", "setqueuevar", "setqueueentryvar", "ringinuse", "relative-periodic-announce", "timeoutpriority",
    ];

    private static readonly HashSet<string> Numbers = ["timeout", "retry", "wrapuptime", "maxlen", "servicelevel", "announce-frequency", "periodic-announce-frequency"];

    private static readonly HashSet<string> Known =
    [
        "member", "strategy", "timeout", "retry", "wrapuptime", "maxlen", "servicelevel", "musicclass", "music", "musiconhold", "autopause", "announce-frequency", "announce-position",
        "announce-holdtime", "min-announce-frequency", "periodic-announce", "periodic-announce-frequency",
    ];

    /// <exception cref="InvalidDataException">The file cannot be read, with the line.</exception>
    public static void Read(string text, Draft draft)
    {
        foreach (var (name, settings) in AsteriskFile.Read(text))
        {
            if (name == "general")
            {
                Leave(settings, [], "[general]", draft);
                continue;
            }

            Leave(settings, Known, $"queue {name}", draft);
            Queue(name, settings, draft);
        }
    }

    private static void Leave(IEnumerable<AsteriskSetting> settings, HashSet<string> known, string where, Draft draft)
    {
        foreach (var setting in settings.Where(setting => !known.Contains(setting.Key) && !Needless.Contains(setting.Key)))
        {
            draft.Note($"{where}: {setting.Key} = {setting.Value} (line {setting.Line}) is not carried over");
        }
    }

    private static void Queue(string name, IReadOnlyList<AsteriskSetting> settings, Draft draft)
    {
        var queue = draft.Queue(name);
        var members = settings.Where(setting => setting.Key == "member").ToList();
        foreach (var odd in settings.Where(setting => Numbers.Contains(setting.Key) && !IsNumber(setting.Value)))
        {
            draft.Note($"queue {name}: {odd.Key} = {odd.Value} (line {odd.Line}) is no number; it has the default");
        }

        draft.Time(name, queue, "ring-time", Number(settings, "timeout", TimeoutDefault), 1, 300);
        draft.Time(name, queue, "wrap-up", Number(settings, "wrapuptime", 0), 0, 3_600);
        draft.Time(name, queue, "retry-agent-after", Number(settings, "retry", RetryDefault), 0, 3_600);
        if (Number(settings, "maxlen", 0) is > 0 and var length)
        {
            queue["max-length"] = Math.Min(length, 200_000);
        }

        if (Number(settings, "servicelevel", 0) is > 0 and var level)
        {
            draft.Time(name, queue, "service-level", level, 1, 3_600);
        }

        if ((Last(settings, "musicclass") ?? Last(settings, "music") ?? Last(settings, "musiconhold")) is { } music)
        {
            draft.Music(name, queue, music);
        }

        var pauses = Last(settings, "autopause") is { } pause && pause is not ("no" or "0" or "false");
        queue["misses-before-not-ready"] = pauses ? 1 : MissesMax;
        queue["on-decline"] = "stay-ready";
        Announce(name, settings, queue, draft);
        Strategy(name, Last(settings, "strategy") ?? "ringall", members.Count, queue, draft);
        Members(name, members, queue, draft);
    }

    private static void Strategy(string name, string strategy, int members, JsonObject queue, Draft draft)
    {
        switch (strategy)
        {
            case "ringall":
                draft.RingTogether(name, queue, members);
                break;
            case "leastrecent":
                queue["order"] = "longest-idle";
                break;
            case "fewestcalls":
                queue["order"] = "fewest-calls";
                break;
            case "rrmemory" or "rrordered" or "roundrobin":
                queue["order"] = "round-robin";
                break;
            case "linear":
                queue["order"] = "most-skilled";
                break;
            default:
                draft.OrderUnknown(name, queue, strategy);
                break;
        }
    }

    /// <summary>interface[,penalty[,name[,state interface[,ringinuse[,wrapuptime]]]]]</summary>
    private static void Members(string name, List<AsteriskSetting> members, JsonObject queue, Draft draft)
    {
        var isLinear = (string?)queue["order"] == "most-skilled";
        var parts = members.Select(member => member.Value.Split(',', StringSplitOptions.TrimEntries)).ToList();
        var penalties = parts.Select(part => part.Length > 1 && int.TryParse(part[1], NumberStyles.None, CultureInfo.InvariantCulture, out var penalty) ? penalty : 0).ToList();
        if (!isLinear && penalties.Any(penalty => penalty > 0))
        {
            if (queue["order"] is { } order && (string?)order != "longest-idle")
            {
                draft.Note($"queue {name}: of agents with the same penalty {order} came first; here those idle longest do");
            }

            queue["order"] = "most-skilled";
        }

        foreach (var (number, part) in parts.Index())
        {
            var agent = draft.Agent(AgentOf(part[0]));
            if (part.Length > 2 && part[2].Length > 0 && TextForm.Name.Accepts(part[2]))
            {
                agent["name"] = part[2];
            }

            Draft.Serves(agent, name, Math.Max(1, Draft.LevelMax - (isLinear ? number : penalties[number])));
            if (part.Length > 5 && part[5].Length > 0)
            {
                draft.Note($"queue {name}: member {part[0]} had a wrap-up of its own, {part[5]} s (line {members[number].Line}); here it is the queue's");
            }
        }
    }

    /// <summary>PJSIP/1001, SIP/1001@trunk, Local/1001@agents/n: the name after the technology.</summary>
    private static string AgentOf(string member)
    {
        var name = member.Contains('/', StringComparison.Ordinal) ? member[(member.IndexOf('/', StringComparison.Ordinal) + 1)..] : member;
        return name.Split('@', '/')[0];
    }

    private static void Announce(string name, IReadOnlyList<AsteriskSetting> settings, JsonObject queue, Draft draft)
    {
        var announce = new JsonObject();
        var every = Number(settings, "announce-frequency", 0);
        if (every > 0)
        {
            announce["position"] = Last(settings, "announce-position") is not ("no" or "0" or "false");
            announce["expected-wait"] = Last(settings, "announce-holdtime") is not ("no" or "0" or "false");
        }

        if (Last(settings, "periodic-announce") is { Length: > 0 } sounds)
        {
            every = every > 0 ? every : Number(settings, "periodic-announce-frequency", 60);
            string[] named = [.. sounds.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(TextForm.Music.Accepts).Take(8)];
            if (named.Length > 0)
            {
                announce["comfort"] = new JsonArray([.. named.Select(sound => JsonValue.Create(sound))]);
            }
        }

        if (announce.Any(pair => pair.Value is JsonArray || pair.Value!.GetValue<bool>()))
        {
            announce["every"] = $"{Math.Clamp(every, 10, 3600)}s";
            queue["announce"] = announce;
            draft.Note($"queue {name}: its announcements need sounds in the folder of --sounds");
        }
    }

    private static string? Last(IEnumerable<AsteriskSetting> settings, string key) => settings.LastOrDefault(setting => setting.Key == key)?.Value;

    private static int Number(IEnumerable<AsteriskSetting> settings, string key, int otherwise) =>
        Last(settings, key) is { } text && IsNumber(text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static bool IsNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
