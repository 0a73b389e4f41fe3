using CallCenter.Actors;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Configuration.Documents;
using CallCenter.Api.Journal;

namespace CallCenter.Api.Configuration;

/// <summary>What became of a document.</summary>
public abstract record IntakeOutcome
{
    private IntakeOutcome()
    {
    }

    /// <summary>In force, and durable at <paramref name="At"/>. Not changed: it was in force before.</summary>
    public sealed record Taken(ConfigurationReply Reply, bool Changed, Position At) : IntakeOutcome;

    public sealed record Invalid(EquatableArray<Problem> Problems, int More) : IntakeOutcome;

    public sealed record Refused(Refusal Reason, string? Detail) : IntakeOutcome;

    /// <summary>Not a no: sent again it is found in force, or taken.</summary>
    public sealed record Unknown : IntakeOutcome
    {
        public static readonly Unknown Instance = new();
    }
}
