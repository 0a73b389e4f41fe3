using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using CallCenter.Actors.Reports;

namespace CallCenter.Api.Reports;

/// <summary>
/// A report as a workbook (ECMA-376, SpreadsheetML): one sheet of typed cells (dates, times, percent, counts), and one that says what each figure is.
/// Small on purpose; a library that writes workbooks can replace it (docs/dependencies.md).
/// </summary>
internal static class ReportXlsx
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const double MillisecondsOfDay = 86_400_000;
    private const int TextMax = 32_767;

    // Places of the cell formats in styles.xml below.
    private const int Plain = 0;
    private const int Bold = 1;
    private const int Moment = 2;
    private const int Span = 3;
    private const int Percent = 4;
    private const int Whole = 5;
    private const int Fraction = 6;

    public static byte[] Write(Report report, TimeZoneInfo zone)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(zip, "[Content_Types].xml", """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>
                """);
            Part(zip, "_rels/.rels", $"""
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>
                """);
            Part(zip, "xl/workbook.xml", $"""
                <workbook xmlns="{Main}" xmlns:r="{Relations}"><sheets><sheet name="Report" sheetId="1" r:id="r1"/><sheet name="Measures" sheetId="2" r:id="r2"/></sheets></workbook>
                """);
            Part(zip, "xl/_rels/workbook.xml.rels", $"""
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{Relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{Relations}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="r3" Type="{Relations}/styles" Target="styles.xml"/></Relationships>
                """);
            Part(zip, "xl/styles.xml", $"""
                <styleSheet xmlns="{Main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm"/><numFmt numFmtId="165" formatCode="[h]:mm:ss"/></numFmts><fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="10" applyNumberFormat="1"/><xf numFmtId="1" applyNumberFormat="1"/><xf numFmtId="2" applyNumberFormat="1"/></cellXfs></styleSheet>
                """);
            Sheet(zip, "xl/worksheets/sheet1.xml", sheet => Rows(sheet, report, zone));
            Sheet(zip, "xl/worksheets/sheet2.xml", sheet => About(sheet, report, zone));
        }

        return file.ToArray();
    }

    private static void Rows(XmlWriter sheet, Report report, TimeZoneInfo zone)
    {
        Row(sheet, ["Subject", "Name", "From", "To", "Closed", .. report.Measures.Select(measure => measure.NameEn)], Bold);
        foreach (var row in report.Rows)
        {
            sheet.WriteStartElement("row", Main);
            Text(sheet, row.Subject, Plain);
            Text(sheet, row.Name, Plain);
            Number(sheet, Serial(row.From, zone), Moment);
            Number(sheet, Serial(row.To, zone), Moment);
            Text(sheet, row.IsClosed ? "yes" : "no", Plain);
            foreach (var (value, measure) in row.Values.Zip(report.Measures))
            {
                Value(sheet, value, measure.Unit);
            }

            sheet.WriteEndElement();
        }

        sheet.WriteStartElement("row", Main);
        Text(sheet, "Total", Bold);
        foreach (var _ in Enumerable.Range(0, 4))
        {
            Number(sheet, null, Plain);
        }

        foreach (var (value, measure) in report.Total.Zip(report.Measures))
        {
            Value(sheet, value, measure.Unit);
        }

        sheet.WriteEndElement();
    }

    private static void About(XmlWriter sheet, Report report, TimeZoneInfo zone)
    {
        Row(sheet, ["Measure", "Name", "名称", "Formula"], Bold);
        foreach (var measure in report.Measures)
        {
            Row(sheet, [measure.Stamp, measure.NameEn, measure.NameZh, measure.Formula], Plain);
        }

        Row(sheet, ["Time zone", report.Zone], Plain);
        Row(sheet, ["Attribution", report.Attribution], Plain);
        sheet.WriteStartElement("row", Main);
        Text(sheet, "Complete up to", Plain);
        Number(sheet, report.CompleteUpTo is { } at ? Serial(at, zone) : null, Moment);
        sheet.WriteEndElement();
    }

    private static void Value(XmlWriter sheet, double? value, MeasureUnit unit) => Number(sheet, unit == MeasureUnit.Milliseconds ? value / MillisecondsOfDay : value, unit switch
    {
        MeasureUnit.Milliseconds => Span,
        MeasureUnit.Share => Percent,
        MeasureUnit.Count => Whole,
        _ => Fraction,
    });

    /// <summary>Days since 1899-12-30, local.</summary>
    private static double Serial(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).DateTime.ToOADate();

    private static void Row(XmlWriter sheet, IEnumerable<string> cells, int format)
    {
        sheet.WriteStartElement("row", Main);
        foreach (var cell in cells)
        {
            Text(sheet, cell, format);
        }

        sheet.WriteEndElement();
    }

    /// <summary>An inline string is text whatever it begins with: nothing takes it for a formula.</summary>
    private static void Text(XmlWriter sheet, string text, int format)
    {
        sheet.WriteStartElement("c", Main);
        sheet.WriteAttributeString("t", "inlineStr");
        sheet.WriteAttributeString("s", format.ToString(CultureInfo.InvariantCulture));
        sheet.WriteStartElement("is", Main);
        sheet.WriteElementString("t", Main, new string([.. text.Where(XmlConvert.IsXmlChar).Take(TextMax)]));
        sheet.WriteEndElement();
        sheet.WriteEndElement();
    }

    private static void Number(XmlWriter sheet, double? value, int format)
    {
        sheet.WriteStartElement("c", Main);
        sheet.WriteAttributeString("s", format.ToString(CultureInfo.InvariantCulture));
        if (value is { } number)
        {
            sheet.WriteElementString("v", Main, number.ToString("R", CultureInfo.InvariantCulture));
        }

        sheet.WriteEndElement();
    }

    private static void Part(ZipArchive zip, string name, string text)
    {
        using var part = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        part.Write(Encoding.UTF8.GetBytes(text.Trim()));
    }

    private static void Sheet(ZipArchive zip, string name, Action<XmlWriter> rows)
    {
        using var part = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        using var sheet = XmlWriter.Create(part, new XmlWriterSettings { Encoding = new UTF8Encoding(false) });
        sheet.WriteStartElement("worksheet", Main);
        sheet.WriteStartElement("sheetData", Main);
        rows(sheet);
        sheet.WriteEndElement();
        sheet.WriteEndElement();
    }
}
