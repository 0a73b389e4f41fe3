using CallCenter.Actors;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Configuration.Documents;
using CallCenter.Api.Commands;
using CallCenter.Api.Secrets;

namespace CallCenter.Api.Configuration;

/// <summary>What came of a document that was to be put in force.</summary>
public abstract record AcceptanceOutcome
{
    private AcceptanceOutcome()
    {
    }

    public sealed record Accepted(CommandAnswer.Answered Answer, ConfigurationReply Reply, bool Changed) : AcceptanceOutcome;

    /// <summary>All or nothing: these are wrong, and nothing changed.</summary>
    public sealed record Wrong(EquatableArray<Problem> Problems, int More) : AcceptanceOutcome;

    /// <summary>It is another tenant's than the one that was named or may be changed.</summary>
    public sealed record OtherTenant(string Tenant) : AcceptanceOutcome;

    public sealed record NotAnswered(CommandAnswer Answer) : AcceptanceOutcome;
}

/// <summary>
/// Puts documents in force, those of the API and the file of <c>--config</c>: reads them over the one in force, stages the credentials, and
/// asks the tenant's configuration to take them. Repeating it changes nothing.
/// </summary>
public sealed class DocumentAcceptance(ICommands commands, SecretStore secrets)
{
    /// <param name="text">JSON or YAML.</param>
    /// <param name="format">Which of them.</param>
    /// <param name="mayBe">Whether a document of this tenant may come this way.</param>
    /// <param name="ifVersion">Only when this version is in force.</param>
    /// <param name="by">Who, for the record.</param>
    public async ValueTask<AcceptanceOutcome> Accept(ReadOnlyMemory<byte> text, DocumentFormat format, Func<string, bool> mayBe, long? ifVersion, string by)
    {
        using var tree = ConfigurationText.Read(text, format);
        if (tree.Json is not { } json)
        {
            return new AcceptanceOutcome.Wrong([tree.Problem!], 0);
        }

        var reading = TenantDocumentReader.Read(json.RootElement, null, tree.LineOf);
        if (TenantOf(json.RootElement) is not { } tenant)
        {
            return new AcceptanceOutcome.Wrong(reading.Problems, reading.MoreProblems);
        }

        if (!mayBe(tenant))
        {
            return new AcceptanceOutcome.OtherTenant(tenant);
        }

        var asked = await commands.AskUntilKnown(ActorId.Configuration(tenant), new ConfigurationCommand.Ask());
        if (asked is not CommandAnswer.Answered { Reply: ConfigurationReply before })
        {
            return new AcceptanceOutcome.NotAnswered(asked);
        }

        // Again over what is in force: a phone without a password keeps the one it has.
        reading = before.Document is null ? reading : TenantDocumentReader.Read(json.RootElement, before.Document, tree.LineOf);
        return reading.Document is { } document
            ? await Accept(secrets.Stage(document, reading.Passwords), before.Version, ifVersion, by)
            : new AcceptanceOutcome.Wrong(reading.Problems, reading.MoreProblems);
    }

    private async ValueTask<AcceptanceOutcome> Accept(TenantDocument document, long versionBefore, long? ifVersion, string by)
    {
        var answer = await commands.AskUntilKnown(ActorId.Configuration(document.Tenant), new ConfigurationCommand.Accept(document, ifVersion, by));
        return answer is CommandAnswer.Answered { Reply: ConfigurationReply reply } answered
            ? new AcceptanceOutcome.Accepted(answered, reply, reply.Version != versionBefore)
            : new AcceptanceOutcome.NotAnswered(answer);
    }

    private static string? TenantOf(System.Text.Json.JsonElement root) =>
        root.ValueKind == System.Text.Json.JsonValueKind.Object && root.TryGetProperty("tenant", out var tenant)
        && tenant.ValueKind == System.Text.Json.JsonValueKind.String && ActorId.IsPart(tenant.GetString())
            ? tenant.GetString()
            : null;
}
