using System.Collections.Immutable;

namespace CallCenter.Actors.Queues.Routing;

/// <summary>
/// Which agents a waiting call may be offered to: what it and its queue ask for, and whether agents held in reserve are meant too. Calls of the
/// same reach wait in one order. The longer a call waits the wider its reach, at moments known beforehand (<see cref="Next"/>): nothing holds a call back for ever.
/// </summary>
public readonly record struct Reach(string Require, string Prefer, bool MayTakeReserve)
{
    public static readonly Reach Anybody = new("", "", true);

    /// <param name="call">What it needs by itself.</param>
    /// <param name="settings">What its queue asks.</param>
    /// <param name="waited">The last of its moments that has come.</param>
    public static Reach At(QueuedCall call, QueueSettings? settings, TimeSpan waited)
    {
        var reserve = settings?.Reserve;
        var may = reserve is null || call.Priority >= reserve.MinPriority || waited >= reserve.For;
        var (own, general) = (StepAt(call.Needs, waited), StepAt(settings?.Steps ?? [], waited));
        return (own, general) switch
        {
            (null, null) => new Reach("", "", may),
            (null, { } one) => new Reach(one.Require, one.Prefer, may),
            ({ } one, null) => new Reach(one.Require, one.Prefer, may),
            _ => new Reach(Both(own.Require, general.Require), Both(own.Prefer, general.Prefer), may),
        };
    }

    /// <summary>The next moment of this call's wait at which its reach changes; null: it is as wide as it will be.</summary>
    public static TimeSpan? Next(QueuedCall call, QueueSettings? settings, TimeSpan waited)
    {
        TimeSpan? next = null;
        foreach (var step in call.Needs.Items)
        {
            next = Earlier(next, step.After, waited);
        }

        foreach (var step in settings?.Steps.Items ?? [])
        {
            next = Earlier(next, step.After, waited);
        }

        if (settings?.Reserve is { } reserve && call.Priority < reserve.MinPriority)
        {
            next = Earlier(next, reserve.For, waited);
        }

        return call.Preferred.Count > 0 ? Earlier(next, call.PreferFor, waited) : next;
    }

    private static TimeSpan? Earlier(TimeSpan? next, TimeSpan moment, TimeSpan waited) => moment > waited && !(next <= moment) ? moment : next;

    private static NeedStep? StepAt(EquatableArray<NeedStep> steps, TimeSpan waited)
    {
        NeedStep? current = null;
        foreach (var step in steps.Items)
        {
            current = step.After <= waited && (current is null || step.After >= current.After) ? step : current;
        }

        return current;
    }

    private static string Both(string one, string other) => one.Length == 0 ? other : other.Length == 0 || one == other ? one : $"({one}) and ({other})";
}
