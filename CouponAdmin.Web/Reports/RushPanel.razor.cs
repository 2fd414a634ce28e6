using CouponAdmin.Core.Reports;
using CouponAdmin.Web.LiveFeed;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Reports;

/// <summary>The rush of a report, where the claims are; any other stretch of it is read when somebody looks there.</summary>
public sealed partial class RushPanel : ComponentBase
{
    private SaleReport? _given;
    private SaleRush? _shown;
    private bool _isReading;
    private BucketPicture _picture = new([], [], []);

    [Inject] public required SaleReports Reports { get; init; }

    /// <summary>With a rush.</summary>
    [Parameter, EditorRequired] public required SaleReport Report { get; set; }

    /// <summary>On paper nothing can be pressed.</summary>
    [Parameter] public bool IsPrintable { get; set; }

    private SaleRush Shown => _shown ?? Report.Rush!;

    private RushStretch Stretch => new(Shown.Begin, Shown.End);

    /// <summary>All that there is to see: from the opening, or whoever was admitted first, to the last answer.</summary>
    private RushStretch Whole
    {
        get
        {
            SaleMarks marks = Report.Rush!.Marks;
            return new RushStretch(Report.OpensAt < marks.FirstClaim ? Report.OpensAt : marks.FirstClaim, marks.LastAnswer);
        }
    }

    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_given, Report))
        {
            _given = Report;
            Reset();
        }
    }

    private void Reset() => Show(Report.Rush!);

    private async Task LookAsync(RushStretch stretch)
    {
        if (_isReading)
        {
            return;
        }

        _isReading = true;
        try
        {
            Show(await Reports.RushAsync(Report, stretch.From, stretch.To, CancellationToken.None) ?? Report.Rush!);
        }
        finally
        {
            _isReading = false;
        }
    }

    private void Show(SaleRush rush) => (_shown, _picture) = (rush, RushTexts.Picture(rush));
}
