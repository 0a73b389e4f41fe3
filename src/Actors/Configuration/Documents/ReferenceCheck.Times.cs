using System.Text.Json;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>What calendars, treatments and rules say of others: zones, calendars, lists and targets that exist.</summary>
internal sealed partial class ReferenceCheck
{
    private static readonly string[] Conditions = ["wait", "length", "agents-below", "expected-wait"];

    private static readonly string[] Said = ["position", "expected-wait", "comfort"];

    private static readonly string[] Expressions = ["require", "prefer"];

    private readonly Section calendars = Section.Of(root, "calendars");
    private readonly Section lists = Section.Of(root, "lists");
    private readonly Section lookups = Section.Of(root, "lookups");

    private void CheckTimes()
    {
        foreach (var calendar in calendars.Entries)
        {
            CheckCalendar(calendar);
        }

        foreach (var queue in queues.Entries)
        {
            Refer(queue.Value.Field("hours"), calendars, "calendar", queue.Path.Key("hours"));
            CheckTarget(queue.Value.Field("closed"), queue.Path.Key("closed"));
            if (queue.Value.Field("emergency") is { } emergency && (emergency.Field("queue") ?? emergency.Field("number")) is not null)
            {
                CheckTarget(emergency, queue.Path.Key("emergency"));
            }

            CheckOverflowWhen(queue);
            CheckSteps(queue);
            if (queue.Value.Field("announce") is { ValueKind: JsonValueKind.Object } announce && !announce.Properties().Any(said => Said.Contains(said.Name)))
            {
                problems.Add(queue.Path.Key("announce"), "says nothing; position, expected-wait or comfort is expected");
            }
        }

        CheckLists();
        CheckLookups();
        CheckSites();
        foreach (var number in numbers.Entries)
        {
            CheckRules(number);
            CheckLocal(number);
        }
    }

    private void CheckCalendar(Section.Entry calendar)
    {
        if (calendar.Value.Text("time-zone") is { } zone && TextForm.TimeZone.Accepts(zone) && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            var near = Nearest.To(zone, TimeZoneInfo.GetSystemTimeZones().Select(known => known.Id));
            problems.Add(calendar.Path.Key("time-zone"), $"there is no time zone \"{Shown.Clipped(zone)}\"{(near is null ? "; write an IANA name such as Asia/Shanghai" : $"; did you mean \"{near}\"?")}");
        }

        if (calendar.Value.Field("hours")?.Properties().Any() != true && (calendar.Value.Field("open-also")?.Items() ?? []).Any(date => date.AsText() is { Length: 10 }))
        {
            problems.Add(calendar.Path.Key("open-also"), "a date without times has those of the week, and the week has none");
        }
    }

    /// <summary>Exactly one of queue and number, and it can be reached.</summary>
    private void CheckTarget(JsonElement? target, DocumentPath path)
    {
        if (target is not { ValueKind: JsonValueKind.Object } value)
        {
            return;
        }

        if (value.Field("queue") is null == value.Field("number") is null)
        {
            problems.Add(path, "exactly one of queue and number is expected");
            return;
        }

        Refer(value.Field("queue"), queues, "queue", path.Key("queue"));
        if (value.Text("number") is { } number && !numbers.Has(number) && !HasWayOut())
        {
            problems.Add(path.Key("number"), $"\"{Shown.Clipped(number)}\" is not one of our numbers, and no trunk has an outbound address to reach it by");
        }
    }

    private void CheckOverflowWhen(Section.Entry queue)
    {
        var countsAgents = false;
        foreach (var (index, rule) in (queue.Value.Field("overflow-when")?.Items() ?? []).Index())
        {
            var path = queue.Path.Key("overflow-when").Index(index);
            CheckTarget(rule.Field("to"), path.Key("to"));
            if (rule.ValueKind == JsonValueKind.Object && Conditions.Count(condition => rule.Field(condition) is not null) != 1)
            {
                problems.Add(path, "exactly one of wait, length, agents-below and expected-wait is expected");
            }

            if (rule.Field("for") is not null && rule.Field("agents-below") is null)
            {
                problems.Add(path.Key("for"), "belongs to agents-below only");
            }

            if (rule.Field("agents-below") is not null && countsAgents)
            {
                problems.Add(path.Key("agents-below"), "one rule of a queue may say so, and one before does");
            }

            countsAgents |= rule.Field("agents-below") is not null;
        }
    }

    /// <summary>Expressions that can be read, each step from a moment of its own on.</summary>
    private void CheckSteps(Section.Entry queue)
    {
        var steps = queue.Value.Field("steps");
        CheckNeeds(steps, queue.Path.Key("steps"));
        var moments = new HashSet<TimeSpan>();
        foreach (var (index, step) in (steps?.Items() ?? []).Index())
        {
            var isRead = step.ValueKind == JsonValueKind.Object && (step.Field("after") is not { } written || Durations.TryRead(written, out _));
            if (isRead && new Values(step, RulesShape.Step).Duration("after") is { } after && !moments.Add(after))
            {
                problems.Add(queue.Path.Key("steps").Index(index).Key("after"), $"a step before begins at {Durations.Write(after)} too; join the two, or let one begin later");
            }
        }
    }

    private void CheckLists()
    {
        var count = lists.Entries.Sum(list => list.Value.Items().Count());
        if (count > CustomerList.NumbersMax)
        {
            problems.Add(lists.Path, $"{count} numbers in all lists; at most {CustomerList.NumbersMax} are allowed");
        }
    }

    /// <summary>A credential is not shown to somebody else than it was given for.</summary>
    private void CheckLookups()
    {
        foreach (var lookup in lookups.Entries)
        {
            if (lookup.Value.Field("authorization") is null && lookup.Value.Text("url") is { } url
                && inForce?.Lookups.GetValueOrDefault(lookup.Key) is { CredentialVersion: > 0 } before && LookupEntry.OriginOf(before.Url) != LookupEntry.OriginOf(url))
            {
                problems.Add(lookup.Path.Key("authorization"), "the one it has was given for another scheme, host or port: give it again");
            }
        }
    }

    private void CheckRules(Section.Entry number)
    {
        CheckPreferred(number.Value, number.Path);
        Refer(number.Value.Field("lookup"), lookups, "look-up", number.Path.Key("lookup"));
        var named = (number.Value.Field("rules")?.Items() ?? []).Prepend(number.Value).Select(rule => rule.Text("lookup")).OfType<string>().Distinct(StringComparer.Ordinal).Count();
        if (named > LookupTerms.PerNumberMax)
        {
            problems.Add(number.Path, $"{named} look-ups; a number and its rules may name {LookupTerms.PerNumberMax}");
        }

        foreach (var (index, rule) in (number.Value.Field("rules")?.Items() ?? []).Index())
        {
            var path = number.Path.Key("rules").Index(index);
            CheckPreferred(rule, path);
            Refer(rule.Field("lookup"), lookups, "look-up", path.Key("lookup"));
            Refer(rule.Field("queue"), queues, "queue", path.Key("queue"));
            if (rule.Field("when") is { } when)
            {
                Refer(when.Field("caller-in"), lists, "list", path.Key("when").Key("caller-in"));
                Refer(when.Field("hours"), calendars, "calendar", path.Key("when").Key("hours"));
                Refer(when.Field("closed"), calendars, "calendar", path.Key("when").Key("closed"));
            }
        }
    }

    /// <summary>One expression, or steps with two each.</summary>
    private void CheckNeeds(JsonElement? needs, DocumentPath path)
    {
        if (needs?.AsText() is { } text)
        {
            CheckExpression(text, path);
        }

        foreach (var (index, step) in (needs?.Items() ?? []).Index())
        {
            foreach (var name in Expressions)
            {
                CheckExpression(step.Text(name) ?? "", path.Index(index).Key(name));
            }
        }
    }

    private void CheckExpression(string text, DocumentPath path)
    {
        if (text.Length <= Needs.LengthMax && !NeedsReader.TryRead(text, out _, out var problem))
        {
            problems.Add(path, problem);
        }
    }

    private void CheckPreferred(JsonElement value, DocumentPath path)
    {
        CheckNeeds(value.Field("needs"), path.Key("needs"));
        foreach (var (index, agent) in (value.Field("prefer")?.Items() ?? []).Index())
        {
            Refer(agent, agents, "agent", path.Key("prefer").Index(index));
        }
    }
}
