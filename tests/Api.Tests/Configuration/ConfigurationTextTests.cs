using System.Text;
using CallCenter.Actors.Configuration.Documents;
using CallCenter.Api.Configuration;

namespace CallCenter.Api.Tests.Configuration;

/// <summary>Bytes from outside become a tree, or one sentence.</summary>
public sealed class ConfigurationTextTests
{
    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("a: 6001\nb: 0041\nc: +49\nd: 1.50\ne: -3", """{"a":6001,"b":"0041","c":"+49","d":1.50,"e":-3}""")]
    [InlineData("a: true\nb: False\nc: yes\nd: null\ne: ~\nf:", """{"a":true,"b":false,"c":"yes","d":null,"e":null,"f":null}""")]
    [InlineData("a: '6001'\nb: \"true\"\nc: !!str 7", """{"a":"6001","b":"true","c":"7"}""")]
    [InlineData("a: [1, {b: two}]\nc:\n  - x\n  - y: z", """{"a":[1,{"b":"two"}],"c":["x",{"y":"z"}]}""")]
    [InlineData("\"4000\": { queue: sales } # a comment", """{"4000":{"queue":"sales"}}""")]
    [InlineData("4000: {}", """{"4000":{}}""")]
    [InlineData("a: |\n  two\n  lines\n", """{"a":"two\nlines\n"}""")]
    [InlineData("", "null")]
    [InlineData("# nothing\n", "null")]
    [InlineData("---\na: 1\n...\n", """{"a":1}""")]
    public void Yaml_is_read_as(string yaml, string json)
    {
        using var tree = Read(yaml, DocumentFormat.Yaml);

        Assert.Null(tree.Problem);
        Assert.Equal(json, tree.Json!.RootElement.GetRawText());
    }

    [Theory]
    [InlineData("a: &x [1]\nb: *x", "line 2: document: aliases are not read; write the value again")]
    [InlineData("a: &x {b: *x}", "line 1: document: aliases are not read; write the value again")]
    [InlineData("a: !binary aGk=", "line 1: document: tags are not read, but for !!str")]
    [InlineData("a: !!map {}", "line 1: document: tags are not read, but for !!str")]
    [InlineData("a: 1\n---\nb: 2", "line 2: document: a second document; one is expected")]
    [InlineData("[a]: 1", "line 1: document: a key is expected to be text")]
    [InlineData("a: 1\n b: [", "line 2: document: the YAML cannot be read here")]
    [InlineData("a: \"open", "line 1: document: the YAML cannot be read here")]
    [InlineData("a: [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]", "line 1: document: nested deeper than 16")]
    public void Yaml_is_not_read(string yaml, string problem)
    {
        using var tree = Read(yaml, DocumentFormat.Yaml);

        Assert.Equal(problem, tree.Problem?.ToString());
        Assert.Null(tree.Json);
    }

    [Theory]
    [InlineData("{\"a\": }", "line 1: document: the JSON cannot be read here, at byte 7 of the line")]
    [InlineData("{\n\"a\": 1,\n}", "line 3: document: the JSON cannot be read here, at byte 1 of the line")]
    [InlineData("", "line 1: document: the JSON cannot be read here, at byte 1 of the line")]
    [InlineData("{\"a\": \"\\ud800\"}", "document: text that is not Unicode, at byte 6")]
    [InlineData("{\"\\udc00\": 1}", "document: text that is not Unicode, at byte 1")]
    [InlineData("{} // done", "line 1: document: the JSON cannot be read here, at byte 4 of the line")]
    public void Json_is_not_read(string json, string problem)
    {
        using var tree = Read(json, DocumentFormat.Json);

        Assert.Equal(problem, tree.Problem?.ToString());
        Assert.Null(tree.Json);
    }

    [Fact]
    public void A_great_depth_is_not_read()
    {
        using var json = Read(new string('[', 100_000), DocumentFormat.Json);
        using var yaml = Read(new string('[', 100_000), DocumentFormat.Yaml);

        Assert.NotNull(json.Problem);
        Assert.NotNull(yaml.Problem);
    }

    [Fact]
    public void What_is_not_UTF_8_is_not_read()
    {
        using var tree = ConfigurationText.Read(new byte[] { 0x7b, 0xff, 0x7d }, DocumentFormat.Json);

        Assert.Equal("document: not UTF-8 text", tree.Problem?.ToString());
    }

    [Fact]
    public void What_is_too_large_is_not_read()
    {
        using var tree = ConfigurationText.Read(new byte[ConfigurationText.BytesMax + 1], DocumentFormat.Json);

        Assert.Equal("document: 33554433 bytes; at most 33554432 are read", tree.Problem?.ToString());
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_text()
    {
        using var tree = ConfigurationText.Read(Encoding.UTF8.GetBytes("\uFEFF{}"), DocumentFormat.Json);

        Assert.Null(tree.Problem);
    }

    [Fact]
    public void Problems_of_a_yaml_document_have_their_lines()
    {
        using var tree = Read(
            """
            tenant: demo
            queues:
              sales:
                ringtime: 20s
            phones: { "6001": { contact: "sip:a@127.0.0.1" } }
            agents:
              "1001":
                queues:
                  - sales
                  - sale
            """,
            DocumentFormat.Yaml);

        var reading = TenantDocumentReader.Read(tree.Json!.RootElement, lineOf: tree.LineOf);

        Assert.Equal(
            [
                "line 4: queues.sales.ringtime: unknown key; did you mean \"ring-time\"?",
                "line 7: agents.\"1001\".phone: missing",
                "line 10: agents.\"1001\".queues[1]: there is no queue \"sale\"; did you mean \"sales\"?",
            ],
            reading.Problems.Select(problem => problem.ToString()));
    }

    private static ConfigurationTree Read(string text, DocumentFormat format) => ConfigurationText.Read(Encoding.UTF8.GetBytes(text), format);
}
