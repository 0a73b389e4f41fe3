namespace CallCenter.Chaos.Lab;

/// <summary>The product's program: of the same configuration as this one, and the one that has failpoints.</summary>
internal static class Product
{
    private static readonly DirectoryInfo Place = new(AppContext.BaseDirectory);

    public static string Path { get; } = Find(Place.Parent!.Name);

    /// <summary>May not have been built.</summary>
    public static string WithFailpoints { get; } = Find("Debug");

    /// <summary>The folder that all is in.</summary>
    public static string Repository
    {
        get
        {
            var place = Place;
            while (!File.Exists(System.IO.Path.Combine(place.FullName, "CallCenter.Actors.sln")))
            {
                place = place.Parent ?? throw new DirectoryNotFoundException("the repository is in no folder above this program");
            }

            return place.FullName;
        }
    }

    private static string Find(string configuration) => System.IO.Path.Combine(Repository, "src", "Api", "bin", configuration, Place.Name, "CallCenter.Api.dll");
}
