using CallCenter.Actors;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Configuration.Documents;
using CallCenter.Api.Commands;

namespace CallCenter.Api.Configuration;

/// <summary>What came of a document that was to be put in force.</summary>
public abstract record AcceptanceOutcome
{
    private AcceptanceOutcome()
    {
    }

    /// <summary>In force and durable. Not changed: it was in force before.</summary>
    public sealed record Accepted(CommandAnswer.Answered Answer, ConfigurationReply Reply, bool Changed) : AcceptanceOutcome;

    /// <summary>All or nothing: these are wrong, and nothing changed.</summary>
    public sealed record Wrong(EquatableArray<Problem> Problems, int More) : AcceptanceOutcome;

    /// <summary>It is another tenant's than the one that was named or may be changed.</summary>
    public sealed record OtherTenant(string Tenant) : AcceptanceOutcome;

    /// <summary>Refused (another version is in force), or unknown: not a no, sent again it is found in force or taken.</summary>
    public sealed record NotAnswered(CommandAnswer Answer) : AcceptanceOutcome;
}

/// <summary>What came of a document that was only to be looked at.</summary>
public abstract record CheckOutcome
{
    private CheckOutcome()
    {
    }

    /// <summary>Under this version in force (0: none) it would change this.</summary>
    public sealed record Checked(long Version, DocumentComparison Comparison) : CheckOutcome;

    /// <summary>It could not be taken, or nobody knows what is in force.</summary>
    public sealed record Not(AcceptanceOutcome Why) : CheckOutcome;
}
