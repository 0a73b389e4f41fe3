using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Configuration.Documents;
using CallCenter.Api.Commands;
using CallCenter.Api.Secrets;

namespace CallCenter.Api.Configuration;

/// <summary>
/// The one way in for documents, those of the API and the file of <c>--config</c>: reads them over the one in force, hashes the passwords and
/// puts them away, and asks the tenant's configuration to take the rest. One at a time. Repeating it changes nothing.
/// </summary>
public sealed class DocumentAcceptance(ICommands commands, SecretStore secrets) : IDisposable
{
    /// <summary>How often a document is fitted again to another that overtook it, when its sender did not name a version.</summary>
    public const int AttemptsMax = 3;

    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>
    /// This document is in force, credential versions included, under this version; an older one may be told after a newer. Raised before older
    /// credentials are forgotten, so that whoever asks for them (the edge) knows the new versions first.
    /// </summary>
    public event Action<TenantDocument, long>? CameInForce;

    /// <param name="text">JSON or YAML.</param>
    /// <param name="format">Which of them.</param>
    /// <param name="mayBe">Whether a document of this tenant may come this way.</param>
    /// <param name="ifVersion">Only when this version is in force; 0: none yet.</param>
    /// <param name="by">Who, for the record.</param>
    public async ValueTask<AcceptanceOutcome> Accept(ReadOnlyMemory<byte> text, DocumentFormat format, Func<string, bool> mayBe, long? ifVersion, string by)
    {
        using var tree = ConfigurationText.Read(text, format);
        if (Refused(tree, mayBe, out var tenant) is { } refused)
        {
            return refused;
        }

        await gate.WaitAsync();
        try
        {
            return await Accept(ActorId.Configuration(tenant), tree.Json!.RootElement, tree.LineOf, ifVersion, by);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>What this document would change if it were sent now; nothing is put in force, and no password is looked at.</summary>
    public async ValueTask<CheckOutcome> Check(ReadOnlyMemory<byte> text, DocumentFormat format, Func<string, bool> mayBe)
    {
        using var tree = ConfigurationText.Read(text, format);
        if (Refused(tree, mayBe, out var tenant) is { } refused)
        {
            return new CheckOutcome.Not(refused);
        }

        var asked = await Ask(ActorId.Configuration(tenant));
        if (asked is not CommandAnswer.Answered { Reply: ConfigurationReply inForce })
        {
            return new CheckOutcome.Not(new AcceptanceOutcome.NotAnswered(asked));
        }

        var reading = TenantDocumentReader.Read(tree.Json!.RootElement, inForce.Document, tree.LineOf);
        return reading.Document is { } document ? new CheckOutcome.Checked(inForce.Version, DocumentChanges.Between(inForce.Document, document)) : new CheckOutcome.Not(Wrong(reading));
    }

    /// <summary>What is in force for this tenant is announced again: after a start, or after another process took it. Null: nothing yet, or not known in time.</summary>
    public async ValueTask<TenantDocument?> Recall(string tenant)
    {
        if (await Ask(ActorId.Configuration(tenant)) is not CommandAnswer.Answered { Reply: ConfigurationReply { Document: { } document } reply })
        {
            return null;
        }

        secrets.Refresh();
        CameInForce?.Invoke(document, reply.Version);
        return document;
    }

    public void Dispose() => gate.Dispose();

    /// <summary>Null: it is a tree, of this tenant.</summary>
    private static AcceptanceOutcome? Refused(ConfigurationTree tree, Func<string, bool> mayBe, out string tenant)
    {
        tenant = "";
        if (tree.Json is not { } json)
        {
            return new AcceptanceOutcome.Wrong([tree.Problem!], 0);
        }

        if (TenantOf(json.RootElement) is not { } named)
        {
            return Wrong(TenantDocumentReader.Read(json.RootElement, null, tree.LineOf));
        }

        tenant = named;
        return mayBe(tenant) ? null : new AcceptanceOutcome.OtherTenant(tenant);
    }

    private async ValueTask<AcceptanceOutcome> Accept(ActorId configuration, JsonElement root, Func<string, int?>? lineOf, long? ifVersion, string by)
    {
        for (var attempt = 1; ; attempt++)
        {
            var asked = await Ask(configuration);
            if (asked is not CommandAnswer.Answered { Reply: ConfigurationReply before })
            {
                return new AcceptanceOutcome.NotAnswered(asked);
            }

            // Over what is in force: a phone without a password keeps the one it has.
            var reading = TenantDocumentReader.Read(root, before.Document, lineOf);
            if (reading.Document is not { } read)
            {
                return Wrong(reading);
            }

            var document = secrets.Stage(read, reading.Passwords);
            var answer = await commands.AskUntilKnown(configuration, new ConfigurationCommand.Accept(document, ifVersion ?? before.Version, by));
            if (answer is CommandAnswer.Answered { Reply: ConfigurationReply reply } answered)
            {
                CameInForce?.Invoke(document, reply.Version);
                secrets.ForgetOthers(document, reply.Version);
                return new AcceptanceOutcome.Accepted(answered, reply, reply.Version != before.Version);
            }

            if (answer is not CommandAnswer.Refused { Reason: Refusal.VersionConflict } || ifVersion is not null || attempt == AttemptsMax)
            {
                return new AcceptanceOutcome.NotAnswered(answer);
            }
        }
    }

    private ValueTask<CommandAnswer> Ask(ActorId configuration) => commands.AskUntilKnown(configuration, new ConfigurationCommand.Ask());

    private static AcceptanceOutcome.Wrong Wrong(DocumentReading reading) => new(reading.Problems, reading.MoreProblems);

    private static string? TenantOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("tenant", out var tenant) && tenant.ValueKind is JsonValueKind.String or JsonValueKind.Number
            && tenant.ToString() is var text && ActorId.IsPart(text)
            ? text
            : null;
}
