using System.Text.Json;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>The entries of one keyed section, whatever else is wrong with it: in order of the document, the first of a key that is written twice.</summary>
internal sealed class Section
{
    private readonly Dictionary<string, JsonElement> byKey = new(StringComparer.Ordinal);
    private readonly List<string> keys = [];

    private Section(DocumentPath path) => Path = path;

    public DocumentPath Path { get; }

    public IReadOnlyList<string> Keys => keys;

    public IEnumerable<Entry> Entries => keys.Select(key => new Entry(key, byKey[key], Path.Key(key)));

    public static Section Of(JsonElement root, string name)
    {
        var section = new Section(DocumentPath.Root.Key(name));
        foreach (var entry in root.Field(name)?.Properties() ?? [])
        {
            if (section.byKey.TryAdd(entry.Name, entry.Value))
            {
                section.keys.Add(entry.Name);
            }
        }

        return section;
    }

    public bool Has(string key) => byKey.ContainsKey(key);

    public JsonElement? Find(string key) => byKey.TryGetValue(key, out var value) ? value : null;

    public sealed record Entry(string Key, JsonElement Value, DocumentPath Path);
}
