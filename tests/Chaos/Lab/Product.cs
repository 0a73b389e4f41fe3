namespace CallCenter.Chaos.Lab;

/// <summary>The product's program of the same configuration as this one.</summary>
internal static class Product
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var place = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (place.Name, place.Parent!.Name);
        while (!File.Exists(System.IO.Path.Combine(place.FullName, "CallCenter.Actors.sln")))
        {
            place = place.Parent ?? throw new DirectoryNotFoundException("the repository is in no folder above this program");
        }

        return System.IO.Path.Combine(place.FullName, "src", "Api", "bin", configuration, framework, "CallCenter.Api.dll");
    }
}
