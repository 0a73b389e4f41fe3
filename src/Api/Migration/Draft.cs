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
    private const int PasswordOctets = 15;

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

    /// <summary>The whole as YAML, with the notes in front.</summary>
    public string Yaml(string from)
    {
        var document = new JsonObject { ["tenant"] = tenant, ["numbers"] = new JsonObject(), ["queues"] = queues.DeepClone(), ["phones"] = phones.DeepClone(), ["agents"] = agents.DeepClone() };
        string[] head = [$"From {from}. Numbers are for you to write: the other system has them elsewhere. For example \"4000\": {{ queue: {queues.First().Key} }}", .. notes];
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
