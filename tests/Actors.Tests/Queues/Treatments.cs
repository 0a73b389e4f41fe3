using CallCenter.Actors.Calendars;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;

namespace CallCenter.Actors.Tests.Queues;

/// <summary>Queues that do not keep every call: hours, emergencies, overflow under conditions.</summary>
internal static class Treatments
{
    public static readonly OverflowTarget Night = new("night", null, null, "stars");
    public static readonly OverflowTarget Safe = new(null, null, "sip:0800@192.0.2.10", "default");
    public static readonly OverflowTarget Rescue = new("rescue", null, null, "default");

    /// <summary>09:00 to 18:00 in UTC, every day.</summary>
    public static readonly Calendar Daytime = new("Etc/UTC") { Week = [.. Enum.GetValues<DayOfWeek>().Select(day => new WeekHours(day, 9 * 60, 18 * 60))] };

    /// <summary>Of the day on which scenarios begin.</summary>
    public static readonly DateTimeOffset Closing = QueueWorld.Noon.AddHours(6);

    public static readonly QueueHours Diverting = new(Daytime) { WhenClosed = Night, DivertsWaiting = true };

    public static readonly QueueSettings Everything = QueueWorld.Settings with
    {
        Hours = Diverting,
        Emergency = new EmergencyRule { To = Safe, IncludesWaiting = true },
        OverflowWhen = [new OverflowRule(QueueWorld.Elsewhere) { Length = 5 }, new OverflowRule(Rescue) { AgentsBelow = 1, For = TimeSpan.FromSeconds(30) }],
    };

    public static QueueSettings When(OverflowRule rule) => QueueWorld.Settings with { OverflowWhen = [rule] };
}
