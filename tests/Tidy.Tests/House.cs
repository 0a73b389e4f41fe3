using System.Reflection;

namespace CallCenter.Tidy.Tests;

/// <summary>The repository's tree, found from the test's own place upwards.</summary>
internal static class House
{
    public static string Root { get; } = FindRoot();

    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "wwwroot", ".git", "data", "artifacts"];

    /// <summary>Paths relative to the root, with forward slashes, of the files below <paramref name="folder"/> with one of these endings.</summary>
    public static IEnumerable<string> Files(string folder, params string[] endings) =>
        Directory.Exists(Path.Combine(Root, folder))
            ? Walk(Path.Combine(Root, folder))
                .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
                .Where(path => endings.Length == 0 || endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal)
            : [];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Lines that match, as <c>path:line: text</c>, so that a failing test says where to look.</summary>
    public static IReadOnlyList<string> Lines(IEnumerable<string> files, Func<string, bool> matches) =>
        [.. files.SelectMany(path => Read(path).Split('\n').Select((text, index) => (text, index)).Where(line => matches(line.text))
            .Select(line => $"{path}:{line.index + 1}: {line.text.Trim()}"))];

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder)
            .Where(child => !NotOurs.Contains(Path.GetFileName(child))).SelectMany(Walk));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CallCenter.Actors.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("CallCenter.Actors.sln is in no folder above the tests");
    }
}
