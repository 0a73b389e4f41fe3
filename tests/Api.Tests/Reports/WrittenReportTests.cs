using System.IO.Compression;
using System.Xml.Linq;
using CallCenter.Actors.Reports;
using CallCenter.Api.Reports;

namespace CallCenter.Api.Tests.Reports;

public sealed class WrittenReportTests
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly DateTimeOffset Begin = new(2026, 2, 28, 16, 0, 0, TimeSpan.Zero);
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private static Report Of(params string[] subjects)
    {
        var measures = new[] { "entered", "service-level", "asa" }.Select(id => Measures.ById[id]).ToList();
        return new Report(
            "queues", Begin, Begin.AddDays(1), "Asia/Shanghai", IntervalLength.Day, "cohort", null, null, Begin.AddDays(1), 0,
            [.. measures.Select(measure => new ReportMeasure(measure.Id, measure.Version, measure.Stamp, measure.Unit, measure.En, measure.Zh, measure.Formula))],
            [.. subjects.Select(subject => new ReportRow(subject, "Sales, \"inbound\"", Begin, Begin.AddDays(1), false, [12, 0.75, null]))],
            [12, 0.75, 90_000]);
    }

    [Fact]
    public void Csv_has_stamps_for_columns_local_times_and_nothing_where_there_is_nothing() => Assert.Equal(
        """"
        subject,name,from,to,closed,complete-up-to,entered/1,service-level/1,asa/1
        sales,"Sales, ""inbound""",2026-03-01T00:00:00+08:00,2026-03-02T00:00:00+08:00,false,2026-03-02T00:00:00+08:00,12,0.75,

        """".ReplaceLineEndings("\r\n"),
        ReportCsv.Write(Of("sales"), Shanghai));

    [Theory]
    [InlineData("=cmd|'/c calc'!A1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    public void No_text_becomes_a_formula(string subject)
    {
        Assert.Contains($"'{subject}", ReportCsv.Write(Of(subject), Shanghai), StringComparison.Ordinal);

        var cell = Sheet(ReportXlsx.Write(Of(subject), Shanghai), 1).Descendants(Main + "row").ElementAt(1).Elements(Main + "c").First();
        Assert.Equal("inlineStr", cell.Attribute("t")?.Value);
        Assert.Empty(cell.Elements(Main + "f"));
    }

    [Fact]
    public void Cells_of_a_workbook_are_of_their_type()
    {
        var file = ReportXlsx.Write(Of("sales"), Shanghai);
        var rows = Sheet(file, 1).Descendants(Main + "row").ToList();
        var cells = rows[1].Elements(Main + "c").ToList();

        Assert.Equal(3, rows.Count);
        Assert.Equal("sales", cells[0].Value);
        Assert.Equal(new DateTime(2026, 3, 1), DateTime.FromOADate(Number(cells[2])));
        Assert.Equal(("2", "5", "4"), (Style(cells[2]), Style(cells[5]), Style(cells[6])));
        Assert.Equal((12, 0.75), (Number(cells[5]), Number(cells[6])));
        Assert.Empty(cells[7].Elements(Main + "v"));
        Assert.Equal((90.0 / 86_400, "3"), (Number(rows[2].Elements(Main + "c").Last()), Style(rows[2].Elements(Main + "c").Last())));
        Assert.Contains("service-level/1", Sheet(file, 2).Value, StringComparison.Ordinal);
    }

    /// <summary>Characters that XML does not have are left out, not written broken.</summary>
    [Fact]
    public void A_workbook_is_well_formed_whatever_a_name_holds() => Assert.Contains("ab<&>", Sheet(ReportXlsx.Write(Of("a\u0001b<&>"), Shanghai), 1).Value, StringComparison.Ordinal);

    private static XElement Sheet(byte[] file, int number)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        Assert.All(zip.Entries, entry => XDocument.Load(entry.Open()));
        return XDocument.Load(zip.GetEntry($"xl/worksheets/sheet{number}.xml")!.Open()).Root!;
    }

    private static double Number(XElement cell) => double.Parse(cell.Element(Main + "v")!.Value, System.Globalization.CultureInfo.InvariantCulture);

    private static string? Style(XElement cell) => cell.Attribute("s")?.Value;
}
