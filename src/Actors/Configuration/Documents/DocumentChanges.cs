using System.Text.Json;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>
/// What one document says and another does not, in the words that people write: by JSON pointer (RFC 6901), as deep as both have objects there. What only
/// one of them has is told whole, and so is a list. No secret is in either.
/// </summary>
public static class DocumentChanges
{
    /// <summary>More than anybody reads; the rest is counted.</summary>
    public const int ChangesMax = 1_000;

    /// <param name="before">Null: there was none, and every section is new.</param>
    /// <param name="after">What is compared with it.</param>
    public static DocumentComparison Between(TenantDocument? before, TenantDocument after)
    {
        var found = new List<DocumentChange>();
        var more = 0;
        Compare("", before is null ? null : Written(before), Written(after));
        return new DocumentComparison([.. found], more);

        void Compare(string path, JsonElement? old, JsonElement? @new)
        {
            if (old is { ValueKind: JsonValueKind.Object } && @new is { ValueKind: JsonValueKind.Object })
            {
                Each(path, old.Value, @new.Value);
            }
            else if (path.Length == 0)
            {
                Each(path, Nothing, @new!.Value);
            }
            else if (old is null || @new is null || !JsonElement.DeepEquals(old.Value, @new.Value))
            {
                Found(new DocumentChange(path, old, @new));
            }
        }

        void Each(string path, JsonElement old, JsonElement @new)
        {
            foreach (var key in old.EnumerateObject().Select(property => property.Name).Union(@new.EnumerateObject().Select(property => property.Name), StringComparer.Ordinal))
            {
                Compare($"{path}/{Escaped(key)}", Member(old, key), Member(@new, key));
            }
        }

        void Found(DocumentChange change)
        {
            if (found.Count < ChangesMax)
            {
                found.Add(change);
            }
            else
            {
                more++;
            }
        }
    }

    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    private static JsonElement? Member(JsonElement of, string key) => of.TryGetProperty(key, out var value) ? value : null;

    private static string Escaped(string key) => key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static JsonElement Written(TenantDocument document) => JsonElement.Parse(TenantDocumentWriter.Written(document).Span);
}

/// <summary>The first <see cref="DocumentChanges.ChangesMax"/> changes, and how many more there are.</summary>
public sealed record DocumentComparison(EquatableArray<DocumentChange> Changes, int More);

/// <param name="Path">JSON pointer (RFC 6901).</param>
/// <param name="Before">Null: it was not there.</param>
/// <param name="After">Null: it is not there any more.</param>
public sealed record DocumentChange(string Path, JsonElement? Before, JsonElement? After);
