namespace CallCenter.Actors.Queues.Routing;

/// <summary>
/// Who may take a call, as an expression over an agent's skills: <c>english&gt;=3 and (billing or tariffs) and not trainee</c>. A bare skill means
/// at least level 1. Written by people in the configuration; <see cref="NeedsReader"/> reads it. Its text is canonical: equal needs, equal text.
/// </summary>
public abstract record Needs
{
    public const int LengthMax = 256;
    public const int AtomsMax = 32;
    public const int DepthMax = 8;

    private Needs()
    {
    }

    public abstract bool AreMetBy(AgentProfile? agent);

    /// <summary>Nobody in particular.</summary>
    public sealed record Anybody : Needs
    {
        public static readonly Anybody Instance = new();

        public override bool AreMetBy(AgentProfile? agent) => true;

        public override string ToString() => "";
    }

    public sealed record Level(string Skill, int Min, int Max) : Needs
    {
        public override bool AreMetBy(AgentProfile? agent) => (agent?.LevelOf(Skill) ?? 0) is var level && level >= Min && level <= Max;

        public override string ToString() => (Min, Max) switch
        {
            (1, SkillLevel.LevelMax) => Skill,
            (_, SkillLevel.LevelMax) => FormattableString.Invariant($"{Skill}>={Min}"),
            (0, _) => FormattableString.Invariant($"{Skill}<={Max}"),
            _ => FormattableString.Invariant($"{Skill}={Min}"),
        };
    }

    public sealed record Not(Needs Needs) : Needs
    {
        public override bool AreMetBy(AgentProfile? agent) => !Needs.AreMetBy(agent);

        public override string ToString() => $"not {Grouped(Needs)}";
    }

    public sealed record And(Needs Left, Needs Right) : Needs
    {
        public override bool AreMetBy(AgentProfile? agent) => Left.AreMetBy(agent) && Right.AreMetBy(agent);

        public override string ToString() => $"{(Left is Or ? Grouped(Left) : Left)} and {(Right is And or Or ? Grouped(Right) : Right)}";
    }

    public sealed record Or(Needs Left, Needs Right) : Needs
    {
        public override bool AreMetBy(AgentProfile? agent) => Left.AreMetBy(agent) || Right.AreMetBy(agent);

        public override string ToString() => $"{Left} or {(Right is Or ? Grouped(Right) : Right)}";
    }

    /// <summary>Both; nobody in particular adds nothing.</summary>
    public static Needs Both(Needs one, Needs other) => (one, other) switch
    {
        (Anybody, _) => other,
        (_, Anybody) => one,
        _ when one == other => one,
        _ => new And(one, other),
    };

    private static string Grouped(Needs needs) => needs is And or Or ? $"({needs})" : $"{needs}";
}
