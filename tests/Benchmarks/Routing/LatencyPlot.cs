using System.Globalization;
using System.Text;
using CallCenter.Benchmarks.Measures;

namespace CallCenter.Benchmarks.Routing;

/// <summary>
/// The curve as a picture, both axes logarithmic, beside the floors of those who poll: the least time that an agent who becomes free can count on there.
/// </summary>
internal static class LatencyPlot
{
    private const string File = "docs/routing-latency.svg";
    private const double Width = 760, Height = 430, Left = 70, Right = 190, Top = 52, Bottom = 52;
    private const double AgentsMin = 800, AgentsMax = 62_500, MsMin = 0.1, MsMax = 20_000;

    /// <summary>Calls a second of the rows that curves are drawn through.</summary>
    private const int CurveRate = 200;

    private static readonly (double Ms, string Who)[] Polls = [(100, "FreeSWITCH polls: 100 ms"), (500, "Asterisk: about 500 ms"), (1_000, "OpenSIPS: 1 s"), (2_000, "others: 2 s")];

    private static readonly (double Share, string Name)[] Shares = [(0.5, "p50"), (0.99, "p99"), (0.999, "p99.9")];

    /// <summary>Null: there is no docs folder here.</summary>
    public static string? Write(IReadOnlyList<CurvePoint> points)
    {
        if (!Directory.Exists(Path.GetDirectoryName(File)))
        {
            return null;
        }

        System.IO.File.WriteAllText(File, Draw(points));
        return File;
    }

    private static string Draw(IReadOnlyList<CurvePoint> points)
    {
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">");
        svg.AppendLine("<title>Agent free to offer durable, in milliseconds, against agents</title>");
        svg.AppendLine("""
            <style>
              text { fill: #24292f } .grid { stroke: #d0d7de } .poll { stroke: #cf222e; stroke-dasharray: 6 4 } .poll-name { fill: #cf222e }
              .p0 { stroke: #0969da; fill: #0969da } .p1 { stroke: #1a7f37; fill: #1a7f37 } .p2 { stroke: #8250df; fill: #8250df } polyline { fill: none !important; stroke-width: 2 } .name { stroke: none }
              @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .grid { stroke: #3d444d } .poll { stroke: #ff7b72 } .poll-name { fill: #ff7b72 }
              .p0 { stroke: #58a6ff; fill: #58a6ff } .p1 { stroke: #56d364; fill: #56d364 } .p2 { stroke: #d2a8ff; fill: #d2a8ff } }
            </style>
            """);
        Text(svg, Left, 18, "Agent free → next offer durable (ms), SQLite, calls waiting for every agent", "font-weight=\"bold\"");
        Text(svg, Left, 36, string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, load average {Machine.LoadAverage()} with the bench itself"), "");
        Axes(svg);
        foreach (var (ms, who) in Polls)
        {
            Line(svg, Left, Y(ms), Width - Right, Y(ms), "poll");
            Text(svg, Width - Right + 8, Y(ms) + 4, who, "class=\"poll-name\"");
        }

        for (var share = 0; share < Shares.Length; share++)
        {
            Curve(svg, points, share);
        }

        return svg.AppendLine("</svg>").ToString();
    }

    private static void Axes(StringBuilder svg)
    {
        foreach (var ms in new[] { 0.1, 1, 10, 100, 1_000, 10_000 })
        {
            Line(svg, Left, Y(ms), Width - Right, Y(ms), "grid");
            Text(svg, Left - 8, Y(ms) + 4, ms.ToString("#,0.#", CultureInfo.InvariantCulture), "text-anchor=\"end\"");
        }

        foreach (var agents in new[] { 1_000, 5_000, 10_000, 50_000 })
        {
            Line(svg, X(agents), Y(MsMin), X(agents), Y(MsMax), "grid");
            Text(svg, X(agents), Height - Bottom + 18, agents.ToString("N0", CultureInfo.InvariantCulture), "text-anchor=\"middle\"");
        }

        Text(svg, Left, Height - 10, $"agents; dots: each row of the table; curves: at {CurveRate} calls/s the slowest row of so many agents", "");
    }

    private static void Curve(StringBuilder svg, IReadOnlyList<CurvePoint> points, int share)
    {
        double At(CurvePoint point) => point.Times.At(Shares[share].Share);
        var slowest = points.Where(point => point.Rate == CurveRate).GroupBy(point => point.Floor.Agents).OrderBy(group => group.Key).Select(group => (Agents: group.Key, Ms: group.Max(At))).ToList();
        var line = string.Join(' ', slowest.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Agents):F1},{Y(point.Ms):F1}")));
        svg.AppendLine(CultureInfo.InvariantCulture, $"<polyline class=\"p{share}\" points=\"{line}\"/>");
        foreach (var point in points)
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"<circle class=\"p{share}\" cx=\"{X(point.Floor.Agents):F1}\" cy=\"{Y(At(point)):F1}\" r=\"2.5\"/>");
        }

        // A legend, because where the names would stand beside their curves these may meet.
        var x = Width - Right + 8 + (share * 52);
        Line(svg, x, 14, x + 12, 14, $"p{share}");
        Text(svg, x + 16, 18, Shares[share].Name, $"class=\"p{share} name\"");
    }

    private static void Line(StringBuilder svg, double fromX, double fromY, double toX, double toY, string look) =>
        svg.AppendLine(CultureInfo.InvariantCulture, $"<line class=\"{look}\" x1=\"{fromX:F1}\" y1=\"{fromY:F1}\" x2=\"{toX:F1}\" y2=\"{toY:F1}\"/>");

    private static void Text(StringBuilder svg, double x, double y, string text, string look) =>
        svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{x:F1}\" y=\"{y:F1}\" {look}>{text}</text>");

    private static double X(double agents) => Left + (Width - Left - Right) * Math.Log(agents / AgentsMin) / Math.Log(AgentsMax / AgentsMin);

    private static double Y(double ms) => Height - Bottom - (Height - Top - Bottom) * Math.Log(Math.Clamp(ms, MsMin, MsMax) / MsMin) / Math.Log(MsMax / MsMin);
}
