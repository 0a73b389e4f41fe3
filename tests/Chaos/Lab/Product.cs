namespace CallCenter.Chaos.Lab;

/// <summary>The product's program: of the same configuration as this one, and the one that has failpoints.</summary>
internal static class Product
{
    private static readonly DirectoryInfo Place = new(AppContext.BaseDirectory);

    public static string Path { get; } = Find(Place.Parent!.Name);

    /// <summary>May not have been built.</summary>
    public static string WithFailpoints { get; } = Find("Debug");

    private static string Find(string configuration)
    {
        var place = Place;
        var framework = place.Name;
        while (!File.Exists(System.IO.Path.Combine(place.FullName, "CallCenter.Actors.sln")))
        {
            place = place.Parent ?? throw new DirectoryNotFoundException("the repository is in no folder above this program");
        }

        return System.IO.Path.Combine(place.FullName, "src", "Api", "bin", configuration, framework, "CallCenter.Api.dll");
    }
}
