using CouponAdmin.Core.Reports;
using CouponAdmin.Web.LiveFeed;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Reports;

/// <summary>The report of one campaign; read when it is opened and when somebody asks for it again, as it counts every row.</summary>
public sealed partial class ReportTab : ComponentBase, IDisposable
{
    /// <summary>What two sales are aligned at, in the address.</summary>
    internal const string AlignQuery = "align";

    /// <summary>How much of two sales is shown, in the address.</summary>
    internal const string ReachQuery = "reach";

    private readonly CancellationTokenSource _leaving = new();
    private (string Slug, string? With)? _asked;
    private bool _isMissing;
    private bool _isReading;
    private SaleReport? _report;
    private SaleCurve? _curve;
    private SaleCurve? _other;
    private ChartPicture _picture = new([], []);
    private IReadOnlyList<(string Slug, string Name)> _others = [];

    [Inject] public required SaleReports Reports { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }

    [Parameter, EditorRequired] public required string Slug { get; set; }

    /// <summary>Another campaign whose curve is laid over this one's, as the address says.</summary>
    [Parameter, EditorRequired] public required string? ComparedWith { get; set; }

    /// <summary>On paper nothing can be pressed.</summary>
    [Parameter] public bool IsPrintable { get; set; }

    /// <summary>What the address says of <see cref="AlignQuery"/>.</summary>
    [Parameter] public string? AskedAlign { get; set; }

    /// <summary>What the address says of <see cref="ReachQuery"/>.</summary>
    [Parameter] public string? AskedReach { get; set; }

    private string? With => string.IsNullOrEmpty(ComparedWith) || ComparedWith == Slug ? null : ComparedWith;

    private PairBegin Begin => AskedAlign == PairTexts.FirstClaimWord ? PairBegin.FirstClaim : PairBegin.Opening;

    private PairReach Reach => AskedReach == PairTexts.ShorterWord ? PairReach.Shorter : PairReach.Both;

    private string PrintLink => Navigation.GetUriWithQueryParameters(
        Navigation.ToAbsoluteUri(Routes.ConsoleReportOf(Slug)).ToString(),
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["with"] = With, [AlignQuery] = AskedAlign, [ReachQuery] = AskedReach });

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_asked == (Slug, ComparedWith))
        {
            return;
        }

        _asked = (Slug, ComparedWith);
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        if (_isReading)
        {
            return;
        }

        _isReading = true;
        try
        {
            CancellationToken leaving = _leaving.Token;
            SaleReport? report = await Reports.ReadAsync(Slug, leaving);
            _isMissing = report is null;
            if (report is not null)
            {
                SaleCurve? curve = await Reports.CurveAsync(Slug, report.CurveWidth, leaving);
                _other = With is null ? null : await Reports.CurveAsync(With, report.CurveWidth, leaving);
                _others = IsPrintable ? [] : await Reports.OthersAsync(Slug, leaving);
                (_report, _curve, _picture) = (report, curve, ReportTexts.Curve(curve!, _other));
            }
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left while the rows were being counted.
        }
        finally
        {
            _isReading = false;
        }
    }
}
