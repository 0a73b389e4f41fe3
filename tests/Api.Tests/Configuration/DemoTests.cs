using CallCenter.Actors.Configuration;
using CallCenter.Actors.Configuration.Documents;
using CallCenter.Api.Configuration;

namespace CallCenter.Api.Tests.Configuration;

/// <summary>samples/demo.yaml is what the README says.</summary>
public sealed class DemoTests
{
    private static readonly DocumentReading Demo = Read();

    [Fact]
    public void It_has_no_problem() => Assert.Empty(Demo.Problems);

    [Fact]
    public void Its_numbers_lead_to_its_queues()
    {
        Assert.Equal("sales", Demo.Document!.Numbers["4000"].Queue);
        Assert.Equal("support", Demo.Document.Numbers["4001"].Queue);
    }

    [Fact]
    public void Ten_agents_sign_in_at_ten_phones_with_credentials() => Assert.All(
        Enumerable.Range(1, 10),
        n =>
        {
            Assert.Equal($"{6000 + n}", Demo.Document!.Agents[$"{1000 + n}"].Phone);
            Assert.Equal($"demo-{6000 + n}", Demo.Passwords[$"{6000 + n}"]);
        });

    [Fact]
    public void Calls_from_this_machine_come_from_its_trunk() =>
        Assert.Equal("demo", DialPlan.Empty.With(Demo.Document!).TenantOfTrunk(System.Net.IPAddress.Loopback));

    [Fact]
    public void Every_queue_setting_is_shown_in_it()
    {
        var text = File.ReadAllText(Sample());

        Assert.All(DocumentShape.Queue.All, field => Assert.Contains($"{field.Name}:", text, StringComparison.Ordinal));
    }

    private static DocumentReading Read()
    {
        var file = ConfigurationFile.Load(Sample());
        using var tree = ConfigurationText.Read(file.Content, file.Format);
        return TenantDocumentReader.Read(tree.Json!.RootElement, lineOf: tree.LineOf);
    }

    private static string Sample()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CallCenter.Actors.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("CallCenter.Actors.sln is in no folder above the tests");
        }

        return Path.Combine(folder.FullName, "samples", "demo.yaml");
    }
}
