using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CallCenter.Tidy.Tests;

/// <summary>DESIGN section 2: who may see whom.</summary>
public sealed partial class RoomsKeepTheirDoors
{
    [Theory]
    [InlineData("Actors", "")]
    [InlineData("Cluster", "Actors")]
    [InlineData("Telephony", "Actors")]
    [InlineData("Api", "Actors Cluster Telephony")]
    public void A_project_references_only_the_rooms_below_it(string project, string allowed)
    {
        var references = XDocument.Parse(House.Read($"src/{project}/{project}.csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.Equal(allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries), references.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Actors_uses_the_base_library_only()
    {
        var packages = XDocument.Parse(House.Read("src/Actors/Actors.csproj")).Descendants("PackageReference")
            .Where(package => (string?)package.Attribute("PrivateAssets") != "all");

        Assert.Empty(packages);
        Assert.DoesNotContain("FrameworkReference", House.Read("src/Actors/Actors.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_composition_sees_cluster_and_telephony()
    {
        var outside = House.Files("src/Api", ".cs").Where(path => !path.StartsWith("src/Api/Composition/", StringComparison.Ordinal));

        Assert.Empty(House.Lines(outside, line => line.Contains("CallCenter.Cluster", StringComparison.Ordinal)
            || line.Contains("CallCenter.Telephony", StringComparison.Ordinal)));
    }

    [Fact]
    public void Cluster_knows_no_word_of_the_call_center() =>
        Assert.Empty(House.Lines(House.Files("src/Cluster", ".cs"), line => AcdNamespace().IsMatch(line)));

    [Fact]
    public void The_simulation_runs_the_production_code_and_calls_no_behaviour_itself() =>
        Assert.Empty(House.Lines(House.Files("tests/Simulation", ".cs"), line => DirectCall().IsMatch(line)));

    [GeneratedRegex(@"using (static )?CallCenter\.Actors\.(Calls|Queues|Agents|Phones|Configuration|Views)")]
    private static partial Regex AcdNamespace();

    [GeneratedRegex(@"Behaviour\.(Decide|Apply)\(")]
    private static partial Regex DirectCall();
}
