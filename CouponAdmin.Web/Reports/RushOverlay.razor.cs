using CouponAdmin.Core.Reports;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Reports;

/// <summary>Another sale over this one, as fine as their claims lie. What is chosen stands in the address; rows are read once for each choice, and with the report.</summary>
public sealed partial class RushOverlay : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private (SaleReport Report, string? With, PairBegin Begin, PairReach Reach)? _asked;
    private RushPair? _pair;
    private PairPicture? _picture;
    private bool _isMissing;

    [Inject] public required RushPairs Pairs { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }

    [Parameter, EditorRequired] public required SaleReport Report { get; set; }

    /// <summary>What can be chosen.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<(string Slug, string Name)> Others { get; set; }

    /// <summary>What the address says of the other sale; null: none.</summary>
    [Parameter, EditorRequired] public required string? With { get; set; }

    [Parameter, EditorRequired] public required PairBegin Begin { get; set; }

    [Parameter, EditorRequired] public required PairReach Reach { get; set; }

    /// <summary>On paper nothing can be pressed.</summary>
    [Parameter] public bool IsPrintable { get; set; }

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_asked == (Report, With, Begin, Reach))
        {
            return;
        }

        (SaleReport, string?, PairBegin, PairReach)? asked = _asked = (Report, With, Begin, Reach);
        if (With is null)
        {
            (_pair, _picture, _isMissing) = (null, null, false);
            return;
        }

        try
        {
            RushPair? pair = await Pairs.ReadAsync(Report.Slug, With, Begin, Reach, _leaving.Token);

            // Somebody may have chosen again while the rows were counted.
            if (_asked == asked)
            {
                (_pair, _picture, _isMissing) = (pair, pair is { Count: > 0 } ? PairPicture.Of(pair) : null, pair is null);
            }
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left meanwhile.
        }
    }

    private void Compare(ChangeEventArgs change) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("with", change.Value is string { Length: > 0 } slug ? slug : null));

    private string Align(string? word) => Navigation.GetUriWithQueryParameter(ReportTab.AlignQuery, word);

    private string ReachOf(string? word) => Navigation.GetUriWithQueryParameter(ReportTab.ReachQuery, word);

    private static string? Current(bool isCurrent) => isCurrent ? "true" : null;
}
