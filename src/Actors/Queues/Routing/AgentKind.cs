namespace CallCenter.Actors.Queues.Routing;

/// <summary>What makes agents alike for a queue: which classes of calls they may take, and which of those would rather have them.</summary>
public readonly record struct AgentKind(ClassSet May, ClassSet Should) : IComparable<AgentKind>
{
    public int CompareTo(AgentKind other) => May.CompareTo(other.May) is var may and not 0 ? may : Should.CompareTo(other.Should);

    public static bool operator <(AgentKind left, AgentKind right) => left.CompareTo(right) < 0;

    public static bool operator >(AgentKind left, AgentKind right) => left.CompareTo(right) > 0;

    public static bool operator <=(AgentKind left, AgentKind right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AgentKind left, AgentKind right) => left.CompareTo(right) >= 0;
}
