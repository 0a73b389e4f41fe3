using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CallCenter.Actors.Configuration.Documents;

namespace CallCenter.Api.Migration;

/// <summary>
/// A tenant's document in the making, from another system's files. What has no counterpart here, or means something else, is a note: nothing is dropped
/// without a word.
/// </summary>
/// <param name="tenant">Its key.</param>
/// <param name="pbx">HOST or HOST:PORT through which the old system's phones are still reached; null: they will register here, with passwords that are made up.</param>
internal sealed class Draft(string tenant, string? pbx)
{
    public const int LevelMax = 100;

    private const int RingTogetherMax = 8;
    private const int PasswordOctets = 15;

    private readonly JsonObject numbers = [];
    private readonly JsonObject queues = [];
    private readonly JsonObject phones = [];
    private readonly JsonObject agents = [];
    private readonly List<string> notes = [];

    public IReadOnlyList<string> Notes => notes;

    public bool IsEmpty => queues.Count == 0;

    public void Note(string text) => notes.Add(text);

    /// <summary>The queue of this name in the other system, and its settings here.</summary>
    public JsonObject Queue(string name)
    {
        var key = Key(name);
        if (key != name)
        {
            Note($"queue {name} is called {key} here");
        }

        if (queues[key] is JsonObject known)
        {
            return known;
        }

        var queue = new JsonObject();
        queues[key] = queue;
        return queue;
    }

    /// <summary>A number that leads to a queue there; <paramref name="where"/> it says so.</summary>
    public void Number(string number, string queue, string where)
    {
        if (!TextForm.Key.Accepts(number) || number.StartsWith('_'))
        {
            Note($"{where}: {number} leads to queue {queue}; a pattern is no number here, write those that are called");
        }
        else if (queues[Key(queue)] is null)
        {
            Note($"{where}: {number} leads to queue {queue}, which is not there");
        }
        else if (numbers[number] is JsonObject known)
        {
            Note($"{where}: {number} leads to queue {queue} as well; here it leads to {known["queue"]}");
        }
        else
        {
            numbers[number] = new JsonObject { ["queue"] = Key(queue) };
        }
    }

    /// <summary>An agent with a phone of the same key, both made at the first mention.</summary>
    public JsonObject Agent(string name)
    {
        var key = Key(name);
        if (agents[key] is JsonObject known)
        {
            return known;
        }

        var agent = new JsonObject { ["phone"] = key, ["queues"] = new JsonArray() };
        agents[key] = agent;
        phones[key] = pbx is null
            ? new JsonObject { ["password"] = RandomNumberGenerator.GetHexString(PasswordOctets * 2, lowercase: true) }
            : new JsonObject { ["contact"] = $"sip:{key}@{pbx}" };
        return agent;
    }

    /// <summary>This agent serves this queue at this level, 1 to 100; once only.</summary>
    public static void Serves(JsonObject agent, string queue, int level)
    {
        var serves = agent["queues"]!.AsArray();
        if (!serves.Any(one => (string?)one!["queue"] == Key(queue)))
        {
            serves.Add(new JsonObject { ["queue"] = Key(queue), ["level"] = level });
        }
    }

    /// <summary>All of its phones ring at once, as far as that goes here.</summary>
    public void RingTogether(string queue, JsonObject settings, int phones)
    {
        if (phones > 1)
        {
            settings["ring"] = new JsonObject { ["together"] = Math.Min(phones, RingTogetherMax) };
        }

        if (phones > RingTogetherMax)
        {
            Note($"queue {queue}: {phones} phones rang together; at most {RingTogetherMax} do here, those idle longest first");
        }
    }

    /// <summary>An order of agents that is not known here.</summary>
    public void OrderUnknown(string queue, JsonObject settings, string strategy)
    {
        settings["order"] = "longest-idle";
        Note($"queue {queue}: strategy {strategy} has no counterpart; agents idle longest come first");
    }

    /// <summary>A whole number of seconds, kept within what is possible here; what is changed or is none is a note.</summary>
    public void Time(string queue, JsonObject settings, string key, int seconds, int least, int most)
    {
        var kept = Math.Clamp(seconds, least, most);
        settings[key] = $"{kept}s";
        if (kept != seconds)
        {
            Note($"queue {queue}: {key} would be {seconds} s; it is {least} to {most} s here");
        }
    }

    public void Music(string queue, JsonObject settings, string music)
    {
        if (TextForm.Music.Accepts(music))
        {
            settings["music"] = music;
        }
        else
        {
            Note($"queue {queue}: music {music} cannot be named so here; it has the default");
        }
    }

    /// <summary>The whole as YAML, with the notes in front.</summary>
    public string Yaml(string from)
    {
        var document = new JsonObject { ["tenant"] = tenant, ["numbers"] = numbers.DeepClone(), ["queues"] = queues.DeepClone(), ["phones"] = phones.DeepClone(), ["agents"] = agents.DeepClone() };
        string[] head = [numbers.Count > 0 ? $"From {from}." : $"From {from}. Numbers are for you to write: the other system has them elsewhere. For example \"4000\": {{ queue: {queues.First().Key} }}", .. notes];
        return string.Concat(head.Select(line => $"# {OneLine(line)}\n")) + YamlText.Of(document);
    }

    /// <summary>What is no letter of a key becomes a hyphen.</summary>
    public static string Key(string name)
    {
        var key = string.Concat(name.Take(96).Select(letter => TextForm.Key.Accepts($"{letter}") ? letter : '-'));
        return key.Length == 0 ? "-" : key;
    }

    private static string OneLine(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
