using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CouponAdmin.Web.LiveFeed;

/// <summary>A chart of up to four lines from zero, its labels with the last values, and the same figures as a table one click away.</summary>
public sealed partial class LineFigure : ComponentBase
{
    private ChartPicture? _drawn;
    private bool _mustDraw;
    private bool _isTableOpen;
    private List<ChartSeries<double>> _series = [];
    private string[] _labels = [];
    private LineChartOptions _options = new();

    [Parameter, EditorRequired] public required string Title { get; set; }

    /// <summary>What stands over the column of moments, such as "Time (KST)".</summary>
    [Parameter, EditorRequired] public required string MomentName { get; set; }

    [Parameter, EditorRequired] public required ChartPicture Picture { get; set; }

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_drawn, Picture))
        {
            return;
        }

        (_drawn, _mustDraw) = (Picture, true);
        _series = [.. Picture.Lines.Select(line => new ChartSeries<double> { Name = line.Name, Data = new ChartData<double>(line.Values) })];
        _labels = Picture.AxisLabels;
        _options = new LineChartOptions
        {
            ChartPalette = [.. Picture.Lines.Select(line => line.Color)],
            ShowLegend = false,
            ShowToolTips = false,
            YAxisTicks = Picture.TickStep,
            YAxisSuggestedMax = Picture.TickStep,
            YAxisRequireZeroPoint = true,
            YAxisFormat = "N0",
            LineStrokeWidth = 2,
            InterpolationOption = InterpolationOption.Straight,
        };
    }

    // Drawing a chart is the dearest thing on the page: a tick of a clock beside it is no reason to.
    protected override bool ShouldRender()
    {
        bool mustDraw = _mustDraw;
        _mustDraw = false;
        return mustDraw;
    }

    private void Toggle()
    {
        (_isTableOpen, _mustDraw) = (!_isTableOpen, true);
    }
}
