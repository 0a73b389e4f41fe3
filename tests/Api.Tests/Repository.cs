namespace CallCenter.Api.Tests;

/// <summary>The repository's tree, found from the test's own place upwards.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CallCenter.Actors.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
