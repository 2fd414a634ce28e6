using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CouponAdmin.Web.Campaigns;

/// <summary>The buttons of a campaign: those that its state offers, for those who may operate.</summary>
public sealed partial class CampaignActions : ComponentBase
{
    private bool _isBusy;
    private CampaignAct? _busyWith;
    private string? _refusal;
    private WarmReport? _report;

    [Inject] public required CampaignActs Acts { get; init; }
    [Inject] public required CampaignCatalogue Catalogue { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }
    [Inject] public required IDialogService Dialogs { get; init; }
    [Inject] public required ISnackbar Snackbar { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }

    [Parameter, EditorRequired] public required CampaignView Campaign { get; set; }

    /// <summary>The state of this moment, which the live numbers may know before the view does.</summary>
    [Parameter, EditorRequired] public required CampaignState State { get; set; }

    [Parameter, EditorRequired] public required CampaignPulse? Pulse { get; set; }

    [Parameter, EditorRequired] public required EventCallback<CampaignView> OnChanged { get; set; }

    private static bool IsMain(CampaignAct act) => act is CampaignAct.Publish or CampaignAct.Resume;

    private async Task PressAsync(CampaignAct act)
    {
        if (_isBusy)
        {
            return;
        }

        (_isBusy, _busyWith, _refusal, _report) = (true, act, null, null);
        try
        {
            await (act switch
            {
                CampaignAct.Warm => WarmAsync(),
                CampaignAct.Resume or CampaignAct.SpareProof => AtOnceAsync(act),
                CampaignAct.ChangeQuantity => AskForQuantityAsync(),
                CampaignAct.Close => AskForReasonAsync(),
                CampaignAct.Publish or CampaignAct.Delete or CampaignAct.Pause or CampaignAct.AskProof => ConfirmAsync(act),
            });
        }
        finally
        {
            (_isBusy, _busyWith) = (false, null);
        }
    }

    private async Task WarmAsync()
    {
        if (await Gate.EnterAsync() is not { } actor)
        {
            _refusal = OperatorGate.NotAllowed;
        }
        else if ((await Acts.WarmAsync(Campaign.Slug, actor, CancellationToken.None)).TryGet(out WarmReport? report, out Refusal? refusal))
        {
            _report = report;
            await OnChanged.InvokeAsync(report.Campaign);
        }
        else
        {
            _refusal = RefusalTexts.Of(refusal);
        }
    }

    private async Task AtOnceAsync(CampaignAct act) => _refusal = await CarryOutAsync(act);

    private async Task ConfirmAsync(CampaignAct act)
    {
        var parameters = new DialogParameters<ConfirmDialog>
        {
            { x => x.Title, Say.In($"{Campaign.Name}: {ActTexts.Word(act)}", $"{ActTexts.Word(act)}: {Campaign.Name}") },
            { x => x.Lines, ActTexts.Impact(act, Campaign, Pulse) },
            { x => x.ActText, ActTexts.Button(act, Campaign.Name) },
            { x => x.IsDangerous, act == CampaignAct.Delete },
            { x => x.Act, () => CarryOutAsync(act) },
        };
        IDialogReference dialog = await Dialogs.ShowAsync<ConfirmDialog>(title: null, parameters);
        await dialog.Result;
    }

    private async Task AskForQuantityAsync()
    {
        var parameters = new DialogParameters<QuantityDialog>
        {
            { x => x.Campaign, await NewestAsync() },
            { x => x.Pulse, Pulse },
            { x => x.OnChanged, EventCallback.Factory.Create<Result<CampaignView>>(this, result => AcceptAsync(CampaignAct.ChangeQuantity, result)) },
            { x => x.OnTheirs, OnChanged },
        };
        IDialogReference dialog = await Dialogs.ShowAsync<QuantityDialog>(title: null, parameters);
        await dialog.Result;
    }

    private async Task AskForReasonAsync()
    {
        var parameters = new DialogParameters<CloseDialog>
        {
            { x => x.Campaign, Campaign },
            { x => x.Pulse, Pulse },
            { x => x.OnChanged, EventCallback.Factory.Create<Result<CampaignView>>(this, result => AcceptAsync(CampaignAct.Close, result)) },
        };
        IDialogReference dialog = await Dialogs.ShowAsync<CloseDialog>(title: null, parameters);
        await dialog.Result;
    }

    /// <summary>Null when it went through, otherwise the sentence to show.</summary>
    private async Task<string?> CarryOutAsync(CampaignAct act)
    {
        if (await Gate.EnterAsync() is not { } actor)
        {
            return OperatorGate.NotAllowed;
        }

        CampaignView seen = Campaign;
        Result<CampaignView> result = await Acts.CarryOutAsync(act, seen, actor, CancellationToken.None);
        if (result.Refusal is { } refusal)
        {
            if (refusal.Current is not CampaignView now)
            {
                return RefusalTexts.Of(refusal);
            }

            // The page shows it as it is now, and the next press is about that.
            await OnChanged.InvokeAsync(now);
            return CampaignDifference.Sentence(seen, now);
        }

        await AcceptAsync(act, result);
        return null;
    }

    private async Task AcceptAsync(CampaignAct act, Result<CampaignView> result)
    {
        Snackbar.Tell(ActTexts.Done(act), result.IsInForce);
        if (act == CampaignAct.Delete)
        {
            Navigation.NavigateTo(Routes.ConsoleCampaigns);
            return;
        }

        await OnChanged.InvokeAsync(result.Value);
    }

    // The page may be an hour old: what a dialog begins with is what is there when it opens.
    private async Task<CampaignView> NewestAsync()
    {
        try
        {
            return await Catalogue.FindAsync(Campaign.Slug, CancellationToken.None) ?? Campaign;
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return Campaign;
        }
    }
}
