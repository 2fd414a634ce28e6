using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.LiveFeed;

/// <summary>One line of a chart.</summary>
/// <param name="Name">Its label, which stands beside the chart with the last value.</param>
/// <param name="Color">A value of css/tokens.css, such as <c>var(--open)</c>.</param>
/// <param name="Values">A point each; null where nothing is known, which leaves a gap.</param>
/// <param name="Show">How a value is written.</param>
public sealed record ChartLine(string Name, string Color, IReadOnlyList<double?> Values, Func<double?, string> Show)
{
    /// <summary>For a curve that is over: its peak tells more than where it ended.</summary>
    public bool IsOver { get; init; }

    /// <summary>The number beside the label.</summary>
    public string Mark => IsOver ? Say.In($"최고 {Show(Values.Max())}", $"peak {Show(Values.Max())}") : Show(Values.Count == 0 ? null : Values[^1]);
}

/// <summary>What a <see cref="LineFigure"/> draws; the same instance is never drawn twice.</summary>
/// <param name="Moments">The name of each point, for the table.</param>
/// <param name="Lines">At most four.</param>
public sealed record ChartPicture(IReadOnlyList<string> Moments, IReadOnlyList<ChartLine> Lines)
{
    /// <summary>Words under the axis: more would run into each other on a phone.</summary>
    private const int LabelsMax = 3;

    private const int TicksMax = 5;

    /// <summary>The labels of the axis: only some points have one.</summary>
    public string[] AxisLabels
    {
        get
        {
            int every = Math.Max(1, (Moments.Count + LabelsMax - 1) / LabelsMax);
            return [.. Moments.Select((moment, i) => i % every == every / 2 ? moment : "")];
        }
    }

    /// <summary>The step between two lines of the grid: 1, 2 or 5 and zeros.</summary>
    public int TickStep
    {
        get
        {
            double most = Lines.SelectMany(line => line.Values).Max() ?? 0;
            double rough = Math.Max(1, most / TicksMax);
            double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
            return (int)(power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        }
    }
}
