using System.Text.Json;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>What one entry says of another: names that exist, phones that are one agent's at a time, overflow that ends somewhere.</summary>
internal sealed partial class ReferenceCheck(JsonElement root, TenantDocument? inForce, Problems problems)
{
    private readonly Section trunks = Section.Of(root, "trunks");
    private readonly Section numbers = Section.Of(root, "numbers");
    private readonly Section queues = Section.Of(root, "queues");
    private readonly Section teams = Section.Of(root, "teams");
    private readonly Section reasons = Section.Of(root, "reasons");
    private readonly Section phones = Section.Of(root, "phones");
    private readonly Section agents = Section.Of(root, "agents");

    public void Check()
    {
        CheckTrunks();
        foreach (var number in numbers.Entries)
        {
            Refer(number.Value.Field("queue"), queues, "queue", number.Path.Key("queue"));
            CheckQueues(number, "also", number.Value.Text("queue"));
        }

        foreach (var queue in queues.Entries)
        {
            CheckTarget(queue.Value.Field("overflow"), queue.Path.Key("overflow"));
        }

        CheckEmergency();
        CheckTimes();
        new OverflowCircles(queues, numbers, problems).Check();
        CheckReasons();
        CheckCallReasons();
        CheckBreaks();
        CheckPhones();
        CheckAgents();
    }

    private void CheckTrunks()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, trunk) in (root.Field("trunks")?.Items() ?? []).Index())
        {
            if (trunk.Text("id") is { } id && !seen.Add(id))
            {
                problems.Add(trunks.Path.Index(index).Key("id"), $"\"{Shown.Clipped(id)}\" is there twice");
            }

            if (trunk.Text("dials") is not (null or "as-is") && trunk.Field("numbering") is null && root.Field("numbering") is null)
            {
                problems.Add(trunks.Path.Index(index).Key("dials"), "needs numbering, here or for the whole tenant: how else are numbers to be known?");
            }

            var codecs = (trunk.Field("codecs")?.Items() ?? []).Select(codec => codec.AsText()).ToArray();
            if (codecs.Distinct(StringComparer.Ordinal).Count() < codecs.Length)
            {
                problems.Add(trunks.Path.Index(index).Key("codecs"), "one of them is there twice");
            }
        }
    }

    private void CheckEmergency()
    {
        var limits = Section.Of(root, "limits");
        foreach (var (index, number) in (root.Field("limits")?.Field("emergency")?.Items() ?? []).Index())
        {
            Refer(number, numbers, "number", limits.Path.Key("emergency").Index(index));
        }
    }

    private bool HasWayOut() => (root.Field("trunks")?.Items() ?? []).Any(trunk => trunk.Text("outbound") is not null);

    private void CheckReasons()
    {
        foreach (var reason in reasons.Entries.Where(reason => Agents.SystemReasons.All.Contains(reason.Key)))
        {
            problems.Add(reason.Path, "this key is the system's own; choose another");
        }
    }

    private void CheckPhones()
    {
        var contacts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var phone in phones.Entries)
        {
            var contact = phone.Value.Text("contact");
            if (contact is null && phone.Value.Field("password") is null && !HasCredential(phone.Key))
            {
                problems.Add(phone.Path, "a password (to register with) or a contact (where it is reached) is needed");
            }

            if (contact is not null && !contacts.TryAdd(contact, phone.Key))
            {
                problems.Add(phone.Path.Key("contact"), $"\"{Shown.Clipped(contact)}\" is phone {Shown.Clipped(contacts[contact])}'s already");
            }
        }
    }

    private bool HasCredential(string phone) => inForce?.Phones.GetValueOrDefault(phone) is { CredentialVersion: > 0 };

    private void CheckAgents()
    {
        var starts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var agent in agents.Entries)
        {
            Refer(agent.Value.Field("team"), teams, "team", agent.Path.Key("team"));
            Refer(agent.Value.Field("phone"), phones, "phone", agent.Path.Key("phone"));
            CheckQueues(agent, "queues");

            // One phone is one agent's at a time: two that both start at it would leave one of them outside.
            if (agent.Value.Text("phone") is { } phone && agent.Value.Text("start") is "ready" or "not-ready" && !starts.TryAdd(phone, agent.Key))
            {
                problems.Add(agent.Path.Key("start"), $"agent {Shown.Clipped(starts[phone])} starts at phone {Shown.Clipped(phone)} already");
            }
        }
    }

    /// <summary>A list of queues that are there, each once, and none of them <paramref name="besides"/>.</summary>
    private void CheckQueues(Section.Entry entry, string list, string? besides = null)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (besides is not null)
        {
            seen.Add(besides);
        }

        foreach (var (index, queue) in (entry.Value.Field(list)?.Items() ?? []).Index())
        {
            var path = entry.Path.Key(list).Index(index);
            var (named, place) = queue.ValueKind == JsonValueKind.Object ? (queue.Field("queue"), path.Key("queue")) : (queue, path);
            Refer(named, queues, "queue", place);
            if (named?.AsText() is { } name && !seen.Add(name))
            {
                problems.Add(place, $"\"{Shown.Clipped(name)}\" is there twice");
            }
        }
    }

    private void Refer(JsonElement? reference, Section section, string what, DocumentPath path)
    {
        if (reference?.AsText() is { } name && !section.Has(name))
        {
            problems.Add(path, Nearest.To(name, section.Keys) is { } near
                ? $"there is no {what} \"{Shown.Clipped(name)}\"; did you mean \"{near}\"?"
                : $"there is no {what} \"{Shown.Clipped(name)}\"; {Shown.Names(what + "s", section.Keys)}");
        }
    }
}
