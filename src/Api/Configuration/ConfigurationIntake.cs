using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Configuration.Documents;
using CallCenter.Api.Commands;
using CallCenter.Api.Secrets;

namespace CallCenter.Api.Configuration;

/// <summary>
/// The one way in for a document, from the file or from REST: read, checked, its passwords hashed and put away, accepted by the tenant's actor,
/// and then handed to <paramref name="inForce"/> (the edge's dial plan). One document at a time.
/// </summary>
public sealed class ConfigurationIntake(ICommands commands, SecretStore secrets, Action<TenantDocument> inForce) : IDisposable
{
    /// <summary>How often a document is fitted again to one that overtook it, when the sender did not name a version.</summary>
    public const int AttemptsMax = 3;

    private readonly SemaphoreSlim gate = new(1, 1);

    /// <param name="text">The document.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="tenant">Whose it has to be; null: the document says.</param>
    /// <param name="ifVersion">Refused (VersionConflict) unless this one is in force; 0: none yet.</param>
    /// <param name="by">Who sends it, for the event.</param>
    public async Task<IntakeOutcome> Take(ReadOnlyMemory<byte> text, DocumentFormat format, string? tenant, long? ifVersion, string by)
    {
        using var tree = ConfigurationText.Read(text, format);
        if (tree.Json is not { } json)
        {
            return new IntakeOutcome.Invalid([tree.Problem!], 0);
        }

        var named = TenantOf(json.RootElement);
        if (tenant is not null && named is not null && named != tenant)
        {
            return new IntakeOutcome.Invalid([new Problem("tenant", $"\"{named}\" is another tenant; this request is for \"{tenant}\"", tree.LineOf?.Invoke("tenant"), "/tenant")], 0);
        }

        if (named is null)
        {
            var reading = TenantDocumentReader.Read(json.RootElement, null, tree.LineOf);
            return new IntakeOutcome.Invalid(reading.Problems, reading.MoreProblems);
        }

        await gate.WaitAsync();
        try
        {
            return await Take(named, json.RootElement, tree.LineOf, ifVersion, by);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>After a start: what is in force for this tenant is handed on again. Null: nothing yet, or not known in time.</summary>
    public async Task<TenantDocument?> Recall(string tenant)
    {
        var answer = await commands.AskUntilKnown(ActorId.Configuration(tenant), new ConfigurationCommand.Ask());
        if (answer is not CommandAnswer.Answered { Reply: ConfigurationReply { Document: { } document } })
        {
            return null;
        }

        inForce(document);
        return document;
    }

    public void Dispose() => gate.Dispose();

    private async Task<IntakeOutcome> Take(string tenant, JsonElement root, Func<string, int?>? lineOf, long? ifVersion, string by)
    {
        var actor = ActorId.Configuration(tenant);
        for (var attempt = 1; ; attempt++)
        {
            if (await commands.AskUntilKnown(actor, new ConfigurationCommand.Ask()) is not CommandAnswer.Answered { Reply: ConfigurationReply before })
            {
                return IntakeOutcome.Unknown.Instance;
            }

            var reading = TenantDocumentReader.Read(root, before.Document, lineOf);
            if (reading.Document is null)
            {
                return new IntakeOutcome.Invalid(reading.Problems, reading.MoreProblems);
            }

            var document = secrets.Stage(reading.Document, reading.Passwords);
            switch (await commands.AskUntilKnown(actor, new ConfigurationCommand.Accept(document, ifVersion ?? before.Version, by)))
            {
                case CommandAnswer.Answered { Reply: ConfigurationReply reply } answered:
                    // The edge first: until it knows the new versions it asks for the old ones.
                    inForce(document);
                    secrets.ForgetOthers(document);
                    return new IntakeOutcome.Taken(reply, reply.Version != before.Version, answered.At);
                case CommandAnswer.Refused { Reason: Refusal.VersionConflict } when ifVersion is null && attempt < AttemptsMax:
                    continue;
                case CommandAnswer.Refused refused:
                    return new IntakeOutcome.Refused(refused.Reason, refused.Detail);
                default:
                    return IntakeOutcome.Unknown.Instance;
            }
        }
    }

    private static string? TenantOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("tenant", out var tenant) && tenant.ValueKind is JsonValueKind.String or JsonValueKind.Number
            && tenant.ToString() is var text && ActorId.IsPart(text)
            ? text
            : null;
}
