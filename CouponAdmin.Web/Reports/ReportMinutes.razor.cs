using CouponAdmin.Core.Reports;
using CouponAdmin.Web.LiveFeed;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Reports;

/// <summary>The sale by minute; a minute unfolds into its seconds, which are read only then.</summary>
public sealed partial class ReportMinutes : ComponentBase
{
    private DateTimeOffset? _open;
    private IReadOnlyList<ReportStretch> _seconds = [];

    [Inject] public required SaleReports Reports { get; init; }

    [Parameter, EditorRequired] public required SaleReport Report { get; set; }

    /// <summary>All on paper, and nothing to unfold.</summary>
    [Parameter] public bool IsPrintable { get; set; }

    private static IReadOnlyList<string> Columns =>
        [AnswerWords.Admitted, AnswerWords.Repeated, AnswerWords.SoldOut, AnswerWords.Refused, AnswerWords.NotEligible, AnswerWords.Limited, Say.In("기록", "Stored")];

    private static IReadOnlyList<long> CountsOf(ReportStretch s) =>
        [s.Answers.Admitted, s.Answers.Repeated, s.Answers.SoldOut, s.Answers.Refused, s.Answers.NotEligible, s.Answers.Limited, s.Stored];

    private async Task UnfoldAsync(DateTimeOffset minute)
    {
        if (_open == minute)
        {
            _open = null;
            return;
        }

        _seconds = await Reports.SecondsAsync(Report.Slug, minute, CancellationToken.None);
        _open = minute;
    }
}
