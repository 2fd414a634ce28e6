using System.Globalization;
using System.Net;
using System.Text;

namespace CouponAdmin.Bench.Reports;

/// <summary>Horizontal bars as SVG, drawn by hand: a title, a bar for each name with its spread, the figure as text.</summary>
/// <param name="IsLogarithmic">For figures that differ by powers of ten; the axis says so.</param>
internal sealed record BarChart(string Name, string Title, string Unit, bool IsLogarithmic = false)
{
    private const int Width = 760;
    private const int NameWidth = 250;
    private const int BarsWidth = 380;
    private const int RowHeight = 28;
    private const int Top = 58;
    private readonly List<(string Name, Spread Figure, bool IsOurs)> _bars = [];

    public void Add(string name, Spread figure, bool isOurs = false) => _bars.Add((name, figure, isOurs));

    public string ToSvg()
    {
        double highest = _bars.Max(b => b.Figure.High);
        double lowest = _bars.Where(b => b.Figure.Low > 0).Select(b => b.Figure.Low).DefaultIfEmpty(1).Min();
        double from = IsLogarithmic ? Math.Floor(Math.Log10(lowest) - 0.3) : 0;
        double to = IsLogarithmic ? Math.Log10(highest) : highest;
        StringBuilder svg = new();
        int height = Top + (_bars.Count * RowHeight) + 14;
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" role="img" aria-label="{Escape(Title)}">""");
        svg.Append("""
            <style>text{font:13px system-ui,sans-serif;fill:#1f2933}.t{font-size:15px;font-weight:600}.m{fill:#52606d;font-size:12px}.b{fill:#9aa5b1}.o{fill:#0b7a5c}.s{stroke:#1f2933;stroke-width:1.5}.p{fill:#fff}
            @media(prefers-color-scheme:dark){text{fill:#e4e7eb}.m{fill:#9aa5b1}.b{fill:#616e7c}.o{fill:#3ebd93}.s{stroke:#e4e7eb}.p{fill:#12181f}}</style>
            """);
        svg.Append(CultureInfo.InvariantCulture, $"""<rect class="p" width="{Width}" height="{height}" rx="8"/><text class="t" x="16" y="26">{Escape(Title)}</text>""");
        svg.Append(CultureInfo.InvariantCulture, $"""<text class="m" x="16" y="46">{Escape(Unit)}; median, the line shows lowest to highest round{(IsLogarithmic ? "; logarithmic" : "")}</text>""");
        for (int i = 0; i < _bars.Count; i++)
        {
            (string name, Spread figure, bool isOurs) = _bars[i];
            int y = Top + (i * RowHeight);
            double Length(double value) => value <= 0 ? 0 : BarsWidth * Math.Clamp(((IsLogarithmic ? Math.Log10(value) : value) - from) / (to - from), 0, 1);
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="16" y="{y + 18}">{Escape(name)}</text>""");
            svg.Append(CultureInfo.InvariantCulture, $"""<rect class="{(isOurs ? "o" : "b")}" x="{NameWidth}" y="{y + 5}" width="{Length(figure.Median):0.#}" height="18" rx="2"/>""");
            svg.Append(CultureInfo.InvariantCulture, $"""<line class="s" x1="{NameWidth + Length(figure.Low):0.#}" x2="{NameWidth + Length(figure.High):0.#}" y1="{y + 14}" y2="{y + 14}"/>""");
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="{NameWidth + BarsWidth + 10}" y="{y + 18}">{Figure(figure.Median)}</text>""");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string Figure(double value) => value.ToString(value >= 100 ? "N0" : value >= 1 ? "0.0" : "0.000", CultureInfo.InvariantCulture);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
