using System.Globalization;
using System.Text;

namespace Mesh.Kademlia.Simulator.Reports;

/// <summary>Lines over a logarithmic axis of sizes, as plain SVG that any browser and any diff shows.</summary>
internal sealed record SvgChart(string Title, string XName, string YName, SvgSeries[] Series)
{
    private const int Width = 640;
    private const int Height = 380;
    private const int Left = 60;
    private const int Right = 150;
    private const int Top = 44;
    private const int Bottom = 50;

    public string ToSvg()
    {
        var points = Series.SelectMany(s => s.Points).ToArray();
        var (low, high) = (Math.Log10(points.Min(p => p.X)), Math.Log10(points.Max(p => p.X)));
        var step = Step(points.Max(p => p.Y));
        var top = step * Math.Ceiling(points.Max(p => p.Y) / step);
        double X(double x) => Left + (Math.Log10(x) - low) / (high - low) * (Width - Left - Right);
        double Y(double y) => Height - Bottom - y / top * (Height - Top - Bottom);

        var svg = new StringBuilder();
        Line(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" font-family="sans-serif" font-size="12">""");
        Line(svg, $"""<rect width="{Width}" height="{Height}" fill="white"/>""");
        Line(svg, $"""<text x="{Left}" y="24" font-size="15">{Title}</text>""");
        for (var y = 0.0; y <= top + step / 2; y += step)
        {
            Line(svg, $"""<line x1="{Left}" y1="{Y(y):0.#}" x2="{Width - Right}" y2="{Y(y):0.#}" stroke="#dddddd"/>""");
            Line(svg, $"""<text x="{Left - 8}" y="{Y(y) + 4:0.#}" text-anchor="end">{y:#,0.##}</text>""");
        }

        for (var x = Math.Ceiling(low - 1e-9); x <= high + 1e-9; x++)
            Line(svg, $"""<text x="{X(Math.Pow(10, x)):0.#}" y="{Height - Bottom + 20}" text-anchor="middle">{Math.Pow(10, x):#,0}</text>""");
        Line(svg, $"""<text x="{(Left + Width - Right) / 2}" y="{Height - 10}" text-anchor="middle">{XName}</text>""");
        Line(svg, $"""<text x="{Left - 8}" y="{Top - 8}" text-anchor="end">{YName}</text>""");
        foreach (var series in Series)
            Draw(svg, series, X, Y);
        Names(svg, Y);
        return svg.AppendLine("</svg>").ToString();
    }

    private static void Draw(StringBuilder svg, SvgSeries series, Func<double, double> x, Func<double, double> y)
    {
        var path = string.Join(' ', series.Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{x(p.X):0.#},{y(p.Y):0.#}")));
        Line(svg, $"""<polyline points="{path}" fill="none" stroke="{series.Colour}" stroke-width="2"/>""");
        foreach (var (px, py) in series.Points)
            Line(svg, $"""<circle cx="{x(px):0.#}" cy="{y(py):0.#}" r="3" fill="{series.Colour}"/>""");
    }

    /// <summary>The names stand at the ends of the lines, moved apart where they would overlap.</summary>
    private void Names(StringBuilder svg, Func<double, double> y)
    {
        var at = double.MinValue;
        foreach (var series in Series.OrderBy(s => y(s.Points[^1].Y)))
        {
            at = Math.Max(y(series.Points[^1].Y) + 4, at + 16);
            Line(svg, $"""<text x="{Width - Right + 10}" y="{at:0.#}" fill="{series.Colour}">{series.Name}</text>""");
        }
    }

    private static double Step(double most)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return power * ((most / power) switch { <= 2 => 0.5, <= 5 => 1, _ => 2 });
    }

    private static void Line(StringBuilder svg, FormattableString text) =>
        svg.AppendLine(text.ToString(CultureInfo.InvariantCulture));
}
