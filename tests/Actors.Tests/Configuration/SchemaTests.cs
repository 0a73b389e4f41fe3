using System.Text;
using System.Text.Json;
using CallCenter.Actors.Configuration.Documents;

namespace CallCenter.Actors.Tests.Configuration;

/// <summary>docs/configuration.schema.json and docs/configuration.md say what the reader does.</summary>
public sealed class SchemaTests
{
    [Fact]
    public void The_schema_file_is_what_the_shape_says()
    {
        var received = Path.Combine(AppContext.BaseDirectory, "configuration.schema.received.json");
        File.WriteAllText(received, Schema());

        Assert.True(File.ReadAllText(Docs("configuration.schema.json")) == Schema(), $"docs/configuration.schema.json is not as the shape says: compare it with {received}");
    }

    [Fact]
    public void Every_key_is_explained_to_operators()
    {
        var manual = File.ReadAllText(Docs("configuration.md"));

        Assert.All(Fields(DocumentShape.Document), field =>
        {
            Assert.Contains($"`{field.Name}`", manual, StringComparison.Ordinal);
            Assert.Contains(field.Help, manual, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_default_is_within_its_own_bounds() => Assert.All(
        Fields(DocumentShape.Document).Where(field => field.Default is not null),
        field => Assert.True(field.Shape switch
        {
            Shape.Duration bounds => Durations.TryParse(field.Default!, out var duration) && duration >= bounds.Min && duration <= bounds.Max,
            Shape.DurationOr either => field.Default == either.Word,
            Shape.Count bounds => int.Parse(field.Default!, System.Globalization.CultureInfo.InvariantCulture) is var count && count >= bounds.Min && count <= bounds.Max,
            Shape.Choice choice => choice.Words.Contains(field.Default),
            Shape.Text text => text.Form.Accepts(field.Default!),
            Shape.Switch => field.Default is "true" or "false",
            _ => false,
        }));

    private static string Schema()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            JsonSchema.WriteDocument(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static IEnumerable<Field> Fields(Shape shape) => shape switch
    {
        Shape.Fields fields => fields.All.SelectMany(field => Fields(field.Shape).Prepend(field)),
        Shape.MapOf map => Fields(map.Item),
        Shape.NameOr either => Fields(either.More),
        Shape.ListOf list => Fields(list.Item),
        Shape.OneOrMore more => Fields(more.Many),
        _ => [],
    };

    private static string Docs(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CallCenter.Actors.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("CallCenter.Actors.sln is in no folder above the tests");
        }

        return Path.Combine(folder.FullName, "docs", file);
    }
}
