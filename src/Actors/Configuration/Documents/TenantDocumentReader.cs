using System.Collections.Immutable;
using System.Text.Json;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>
/// JSON tree → <see cref="TenantDocument"/>, all or nothing: with any problem there is no document. Passwords come out beside it, never in it.
/// </summary>
public static class TenantDocumentReader
{
    /// <param name="root">The file or the REST body; strings in it are valid Unicode (the edge has seen to that).</param>
    /// <param name="inForce">The document that this one replaces: a phone without a password keeps its credential.</param>
    /// <param name="lineOf">Where a path stands in the file, when there is one.</param>
    public static DocumentReading Read(JsonElement root, TenantDocument? inForce = null, Func<string, int?>? lineOf = null)
    {
        var problems = new Problems(lineOf);
        new ShapeCheck(problems).Check(root, DocumentShape.Document, DocumentPath.Root);
        new ReferenceCheck(root, inForce, problems).Check();
        return problems.Count > 0
            ? new DocumentReading(null, NoPasswords, problems.ToArray(), problems.More)
            : new DocumentReading(DocumentBuilder.Build(root, inForce), Passwords(root), [], 0);
    }

    private static readonly ImmutableSortedDictionary<string, string> NoPasswords = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, string> Passwords(JsonElement root) => NoPasswords.AddRange(
        from phone in Section.Of(root, "phones").Entries
        let password = phone.Value.Text("password")
        where password is not null
        select KeyValuePair.Create(phone.Key, password)).AddRange(
        from lookup in Section.Of(root, "lookups").Entries
        let authorization = lookup.Value.Text("authorization")
        where authorization is not null
        select KeyValuePair.Create(Credentials.OfLookup(lookup.Key), authorization));
}

/// <summary>What came of reading a document. A class, so that nothing prints its passwords by accident.</summary>
public sealed class DocumentReading(TenantDocument? document, ImmutableSortedDictionary<string, string> passwords, EquatableArray<Problem> problems, int moreProblems)
{
    /// <summary>Null when there are problems. Credential versions are those in force; the secret store gives new ones for <see cref="Passwords"/>.</summary>
    public TenantDocument? Document { get; } = document;

    /// <summary>By the name of <see cref="Credentials"/>, as written: to be hashed or sealed, and forgotten.</summary>
    public ImmutableSortedDictionary<string, string> Passwords { get; } = passwords;

    public EquatableArray<Problem> Problems { get; } = problems;

    /// <summary>Problems that were found but are not listed.</summary>
    public int MoreProblems { get; } = moreProblems;
}
