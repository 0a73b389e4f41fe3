using System.Text.RegularExpressions;

namespace CallCenter.Tidy.Tests;

/// <summary>What should never be in the tree.</summary>
public sealed partial class NothingIsLeftLying
{
    /// <summary>The contract of the API is the largest: it grows with its operations.</summary>
    private const long FileBytesMax = 800_000;
    private static readonly string[] Text = [".cs", ".ts", ".css", ".html", ".sh", ".md", ".yaml", ".yml", ".json", ".sql", ".csproj", ".props", ".xml", ".txt"];
    private static readonly string[] Ours = ["src", "tests", "docs", "deploy", "samples", ".ci"];

    private static IEnumerable<string> Everything => Ours.SelectMany(folder => House.Files(folder, Text))
        .Where(path => !path.StartsWith("tests/Tidy.Tests/", StringComparison.Ordinal) && !path.EndsWith("package-lock.json", StringComparison.Ordinal));

    [Fact]
    public void No_unfinished_marks() => Assert.Empty(House.Lines(Everything.Where(path => !path.EndsWith(".md", StringComparison.Ordinal)), line => Unfinished().IsMatch(line)));

    [Fact]
    public void No_path_of_a_machine() => Assert.Empty(House.Lines(Everything, line => MachinePath().IsMatch(line)));

    [Fact]
    public void No_registry_host() => Assert.Empty(House.Lines(
        Ours.SelectMany(folder => House.Files(folder, "package-lock.json", "nuget.config", "NuGet.Config", ".npmrc")),
        line => line.Contains("\"resolved\"", StringComparison.Ordinal) || line.Contains("http://", StringComparison.Ordinal)));

    /// <summary>A test waits for what it is about. A benchmark is no test: its load must keep a pace.</summary>
    [Fact]
    public void No_sleep_in_a_test() => Assert.Empty(House.Lines(
        House.Files("tests", ".cs").Where(path => !path.StartsWith("tests/Tidy.Tests/", StringComparison.Ordinal) && !path.StartsWith("tests/Benchmarks/", StringComparison.Ordinal)),
        line => Sleep().IsMatch(line)));

    [Fact]
    public void No_impure_word_in_actors() => Assert.Empty(House.Lines(House.Files("src/Actors", ".cs"), line => Impure().IsMatch(line)));

    [Fact]
    public void No_sql_from_pieces() => Assert.Empty(House.Lines(House.Files("src", ".cs"), line => SqlInterpolated().IsMatch(line)));

    [Fact]
    public void No_binary_and_no_giant_file()
    {
        var strange = Ours.SelectMany(folder => House.Files(folder))
            .Where(path => new FileInfo(Path.Combine(House.Root, path)) is var file
                && (file.Length > FileBytesMax || File.ReadAllBytes(file.FullName).AsSpan().Contains((byte)0)));

        Assert.Empty(strange);
    }

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|NotImplementedException|\[Fact\(Skip|\[Theory\(Skip")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"(^|[^A-Za-z0-9_./-])/(work|root|home)/")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay\(")]
    private static partial Regex Sleep();

    [GeneratedRegex(@"\bawait \b|Task\.Run|DateTime(Offset)?\.(Utc)?Now|Guid\.NewGuid|Random\.Shared")]
    private static partial Regex Impure();

    [GeneratedRegex(@"\$@?""+\s*(SELECT|INSERT|UPDATE|DELETE)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SqlInterpolated();
}
