using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Reconcile;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CouponAdmin.Web.Issuance.Books;

/// <summary>Store, queue and database of one campaign compared; the differences in words, and their repair.</summary>
public sealed partial class BooksTab : ComponentBase
{
    private ReconcileReport? _report;
    private string? _refusal;
    private bool _isInForce = true;
    private bool _isBusy;
    private int _decided;

    [Inject] public required ReconcileCampaign Reconcile { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }
    [Inject] public required IDialogService Dialogs { get; init; }

    [Parameter, EditorRequired] public required CampaignView Campaign { get; set; }

    private static string Verdict(ReconcileReport report) => report switch
    {
        { IsClean: true } => Say.In("모두 일치합니다.", "Everything agrees."),
        { IsRepaired: true } => Say.In($"차이 {report.Findings.Count}가지를 고쳤습니다.", $"{report.Findings.Count} differences were mended."),
        _ => Say.In($"차이 {report.Findings.Count}가지를 찾았습니다.", $"{report.Findings.Count} differences were found."),
    };

    private async Task LookAsync()
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            Accept(await Reconcile.LookAsync(Campaign.Slug, CancellationToken.None));
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task AskToRepairAsync()
    {
        var parameters = new DialogParameters<ConfirmDialog>
        {
            { x => x.Title, Say.In($"{Campaign.Name}: 장부 고치기", $"Repair the books: {Campaign.Name}") },
            { x => x.Lines, [.. _report!.Findings.Where(f => f.CanRepair).Select(f => $"{FindingTexts.Word(f.Kind)} ({Figures.Count(f.Count)}): {FindingTexts.Repair(f.Kind)}")] },
            { x => x.ActText, Say.In($"'{Campaign.Name}' 장부 고치기", $"Repair the books of {Campaign.Name}") },
            { x => x.Act, RepairAsync },
        };
        IDialogReference dialog = await Dialogs.ShowAsync<ConfirmDialog>(title: null, parameters);
        await dialog.Result;
        _decided++;
    }

    /// <summary>Null when it went through, otherwise the sentence to show.</summary>
    private async Task<string?> RepairAsync()
    {
        if (await Gate.EnterAsync() is not { } actor)
        {
            return OperatorGate.NotAllowed;
        }

        Accept(await Reconcile.RepairAsync(Campaign.Slug, actor, CancellationToken.None));
        return _refusal;
    }

    private void Accept(Result<ReconcileReport> result) =>
        (_report, _refusal, _isInForce) = result.TryGet(out ReconcileReport? report, out Refusal? refusal)
            ? (report, null, result.IsInForce)
            : (_report, RefusalTexts.Of(refusal), true);
}
