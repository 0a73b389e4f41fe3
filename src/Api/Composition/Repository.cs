namespace CallCenter.Api.Composition;

/// <summary>Files that come with the repository, for a program that runs inside it: upwards from the working folder and from the program.</summary>
internal static class Repository
{
    public static string? Find(string relative) =>
        Upwards(Environment.CurrentDirectory).Concat(Upwards(AppContext.BaseDirectory)).Select(folder => Path.Combine(folder, relative)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Upwards(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }
}
