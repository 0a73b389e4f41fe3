using System.Collections.Immutable;
using System.Diagnostics;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Configuration.ConfigurationCommand;
using E = CallCenter.Actors.Configuration.ConfigurationEvent;

namespace CallCenter.Actors.Configuration;

/// <summary>
/// A tenant's configuration: takes whole documents, keeps what changed as one event each, and owes every queue, agent and phone its part
/// (<c>configure/{kind}/{key}/{version}</c>) until that actor has answered. Documents are validated before they come here.
/// </summary>
public sealed class ConfigurationBehaviour : IBehaviour<ConfigurationState, C, E>
{
    public static ConfigurationState Initial(ActorId id) => new(id);

    public static Decision<E> Decide(ConfigurationState state, C command, DateTimeOffset now) => command switch
    {
        C.Accept c when c.Document.Tenant != state.Id.Tenant => Refuse<E>(Refusal.TenantUnknown, $"the document is {c.Document.Tenant}'s"),
        // Before the version is compared: a repeat of an accepted document finds its own work done.
        C.Accept c when c.Document.Equals(state.Document) => AlreadySo<E>(Reply(state)),
        C.Accept c when c.IfVersion is { } version && version != state.Version => Refuse<E>(Refusal.VersionConflict, $"version {state.Version} is in force"),
        C.Accept c => Accepted(state, c, now),

        C.RecordApplied c when PendingOf(state, c.Target) is { } part && part.Version == c.Version => Accept<E>(new E.Applied(now, c.Target, c.Version)),
        C.RecordApplied => AlreadySo<E>(),

        C.Ask => AlreadySo<E>(Reply(state)),

        _ => throw new UnreachableException($"{command}"),
    };

    public static ConfigurationState Apply(ConfigurationState state, E @event)
    {
        switch (@event)
        {
            case E.ConfigurationAccepted e:
                var document = DocumentDifference.Applied(state.Document, e.Changed, e.Removed);
                var parts = Parts.Changed(state.Document, document, e.Changed, e.Removed).Select(target => KeyValuePair.Create(PartKey(target), new PendingPart(target, e.Version)));
                return state with { Version = e.Version, Document = document, Pending = state.Pending.SetItems(parts) };
            case E.Applied e:
                return state with { Pending = state.Pending.Remove(PartKey(e.Target)) };
            default:
                throw new UnreachableException($"{@event}");
        }
    }

    public static ImmutableArray<Duty> Duties(ConfigurationState state) => [.. state.Pending.Values.Select(part => DutyFor(state, part))];

    public static ImmutableArray<string> Touched(ConfigurationState before, E @event) => @event switch
    {
        E.ConfigurationAccepted e => [.. Touched(before, e)],
        E.Applied e => [DutyKey(e.Target, e.Version)],
        _ => throw new UnreachableException($"{@event}"),
    };

    public static Duty? DutyOf(ConfigurationState state, string key) =>
        key.LastIndexOf('/') is > 0 and var slash && key.StartsWith(DutyPrefix, StringComparison.Ordinal) && slash > DutyPrefix.Length
        && state.Pending.TryGetValue(key[DutyPrefix.Length..slash], out var part) && DutyKey(part.Target, part.Version) == key
            ? DutyFor(state, part)
            : null;

    private const string DutyPrefix = "configure/";

    private static Decision<E> Accepted(ConfigurationState state, C.Accept c, DateTimeOffset now)
    {
        var (changed, removed) = DocumentDifference.Between(state.Document, c.Document);
        var accepted = new E.ConfigurationAccepted(now, state.Version + 1, c.By, changed, removed);
        return AcceptAll<E>([accepted], Reply(Apply(state, accepted)));
    }

    private static IEnumerable<string> Touched(ConfigurationState before, E.ConfigurationAccepted e)
    {
        var document = DocumentDifference.Applied(before.Document, e.Changed, e.Removed);
        foreach (var target in Parts.Changed(before.Document, document, e.Changed, e.Removed))
        {
            if (PendingOf(before, target) is { } superseded)
            {
                yield return DutyKey(target, superseded.Version);
            }

            yield return DutyKey(target, e.Version);
        }
    }

    private static Duty.Deliver DutyFor(ConfigurationState state, PendingPart part)
    {
        var applied = new C.RecordApplied(part.Target, part.Version);
        return new Duty.Deliver(DutyKey(part.Target, part.Version), part.Target, Settings.Configure(state.Document!, part.Target, part.Version), applied, applied);
    }

    private static ConfigurationReply Reply(ConfigurationState state) => new(state.Version, state.Document, state.Pending.Count)
    {
        Behind = [.. state.Pending.Values.Take(ConfigurationReply.BehindMax).Select(part => part.Target)],
    };

    private static PendingPart? PendingOf(ConfigurationState state, ActorId target) => state.Pending.GetValueOrDefault(PartKey(target));

    private static string DutyKey(ActorId target, long version) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{DutyPrefix}{PartKey(target)}/{version}");

    private static string PartKey(ActorId target) => target.Kind switch
    {
        ActorKind.Queue => $"queue/{target.Key}",
        ActorKind.Agent => $"agent/{target.Key}",
        ActorKind.Phone => $"phone/{target.Key}",
        ActorKind.Floor => $"floor/{target.Key}",
        _ => throw new UnreachableException($"{target} takes no configuration"),
    };
}
