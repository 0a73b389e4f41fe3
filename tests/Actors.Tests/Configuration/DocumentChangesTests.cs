using System.Collections.Immutable;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Configuration.Documents;

namespace CallCenter.Actors.Tests.Configuration;

/// <summary>What one document says and another does not.</summary>
public sealed class DocumentChangesTests
{
    private static readonly TenantDocument Document = new() { Tenant = "t", Name = "Shop", Teams = Teams("sales", "support") };

    [Fact]
    public void Equal_documents_have_no_changes() => Assert.Empty(DocumentChanges.Between(Document, Document with { Teams = Teams("sales", "support") }).Changes);

    [Fact]
    public void Only_what_differs_is_told_as_deep_as_both_have_it()
    {
        var changes = DocumentChanges.Between(Document, Document with { Name = "Store", Teams = Teams("sales", "a~b") }).Changes;

        Assert.Equal(["/name", "/teams/a~0b", "/teams/support"], changes.Items.Select(change => change.Path).Order(StringComparer.Ordinal));
        var gone = changes.Items.Single(change => change.Path == "/teams/support");
        Assert.Equal((true, true), (gone.Before.HasValue, gone.After is null));
    }

    [Fact]
    public void Of_a_first_document_every_section_is_new() => Assert.All(DocumentChanges.Between(null, Document).Changes.Items, change => Assert.Null(change.Before));

    [Fact]
    public void What_is_beyond_the_limit_is_counted()
    {
        var found = DocumentChanges.Between(Document with { Teams = Teams() }, Document with { Teams = Teams([.. Enumerable.Range(0, DocumentChanges.ChangesMax + 7).Select(number => $"team-{number}")]) });

        Assert.Equal((DocumentChanges.ChangesMax, 7), (found.Changes.Count, found.More));
    }

    private static ImmutableSortedDictionary<string, TeamEntry> Teams(params string[] names) =>
        names.ToImmutableSortedDictionary(name => name, name => new TeamEntry(new Label(name, name)), StringComparer.Ordinal);
}
