using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using MudBlazor;

namespace CouponAdmin.Web.Campaigns;

/// <summary>One form for a new campaign and for a draft.</summary>
public sealed partial class CampaignEditor : ComponentBase, IDisposable
{
    private static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(300);
    private static readonly Dictionary<string, string> Nothing = new(StringComparer.Ordinal);

    private CampaignForm? _form;
    private CampaignView? _seen;
    private CampaignView? _now;
    private bool _wantsPublishing;
    private string? _obstacle;
    private string? _refusal;
    private Dictionary<string, string> _refusedFields = Nothing;
    private bool _isSent;
    private bool _isBusy;
    private bool _showsFirstError;
    private bool _isDirty;
    private bool _isSaved;
    private SlugAnswer _slugAnswer;
    private string? _slugAsked;
    private CancellationTokenSource? _asking;

    [Inject] public required CampaignCatalogue Catalogue { get; init; }
    [Inject] public required CampaignSlugs Slugs { get; init; }
    [Inject] public required DrainPace Pace { get; init; }
    [Inject] public required IDialogService Dialogs { get; init; }
    [Inject] public required ISnackbar Snackbar { get; init; }
    [Inject] public required CampaignSaving Saving { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] public required TimeProvider Clock { get; init; }
    [Inject] public required IJSRuntime Script { get; init; }

    /// <summary>Null for a new campaign.</summary>
    [Parameter] public string? Slug { get; set; }

    /// <summary>The campaign that a new one begins as a copy of.</summary>
    [SupplyParameterFromQuery(Name = "from")] public string? From { get; set; }

    private string Title => Slug is null ? Say.In("새 캠페인", "New campaign") : Say.In("초안 고치기", "Edit the draft");

    protected override async Task OnInitializedAsync()
    {
        if (Slug is null)
        {
            CampaignView? original = string.IsNullOrEmpty(From) ? null : await Catalogue.FindAsync(From, CancellationToken.None);
            _form = original is null
                ? CampaignForm.Fresh(Clock.GetUtcNow())
                : CampaignForm.CopyOf(original, await Slugs.FreeLikeAsync(original.Slug, CancellationToken.None), Clock.GetUtcNow());
            return;
        }

        CampaignView? campaign = await Catalogue.FindAsync(Slug, CancellationToken.None);
        _seen = campaign;
        _form = campaign is { State: CampaignState.Draft } ? CampaignForm.Of(campaign) : null;
        _obstacle = campaign switch
        {
            null => Say.In("이 주소의 캠페인이 없습니다", "There is no campaign at this address"),
            { State: CampaignState.Draft } => null,
            _ => Say.In("이미 게시한 캠페인입니다", "This campaign is published"),
        };
    }

    public void Dispose()
    {
        _asking?.Cancel();
        _asking?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // The button stands at the end of a long form, what is wrong may stand at its beginning.
        if (_showsFirstError)
        {
            _showsFirstError = false;
            await Script.InvokeVoidAsync("couponConsole.focusFirstError");
        }
    }

    private async Task SaveAsync(bool publish)
    {
        if (_isBusy || _form is null)
        {
            return;
        }

        (_isBusy, _isSent, _refusal, _refusedFields, _wantsPublishing) = (true, true, null, Nothing, publish);
        try
        {
            if (_form.Problems(Clock.GetUtcNow()) is { Count: > 0 } problems)
            {
                // The fields know these rules and speak for themselves.
                (_refusal, _showsFirstError) = (RefusalTexts.Of(Refusal.Invalid(problems)), true);
            }
            else if (await Gate.EnterAsync() is not { } actor)
            {
                _refusal = OperatorGate.NotAllowed;
            }
            else
            {
                await SaveAsync(_form.ToDraft(), publish, actor);
            }
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task SaveAsync(CampaignDraft draft, bool publish, Actor actor)
    {
        Result<CampaignView> saved = await Saving.SaveAsync(_seen, draft, actor, CancellationToken.None);
        if (!saved.TryGet(out CampaignView? campaign, out Refusal? refusal))
        {
            Show(refusal);
            return;
        }

        // What stands in the fields is kept now: leaving asks nothing.
        _isSaved = true;

        // Saved but not published is still saved: the campaign's own page says why it could not be published.
        bool isPublished = publish && await PublishAsync(campaign, actor);
        string page = Routes.ConsoleCampaignOf(campaign.Slug);
        Navigation.NavigateTo(publish && !isPublished ? $"{page}?{CampaignPage.NotPublishedQuery}=true" : page);
    }

    private async Task<bool> PublishAsync(CampaignView saved, Actor actor)
    {
        Result<CampaignView> published = await Saving.PublishAsync(saved, actor, CancellationToken.None);
        if (published is { Value: not null, IsInForce: false })
        {
            Snackbar.Add(SavedTexts.NotInForceYet, Severity.Warning);
        }

        return published.Value is not null;
    }

    // What stands in the fields goes over what is seen now, and over nothing newer.
    private Task SaveMineAsync()
    {
        (_seen, _now) = (_now, null);
        return SaveAsync(_wantsPublishing);
    }

    private void TakeTheirs()
    {
        (_seen, _now, _isDirty, _isSent) = (_now, null, false, false);
        _form = CampaignForm.Of(_seen!);
    }

    /// <summary>Asks after a pause in typing whether an address is free. Only a hint: saving decides.</summary>
    private async Task AskForSlugAsync(string? typed)
    {
        if (_asking is not null)
        {
            await _asking.CancelAsync();
            _asking.Dispose();
        }

        _asking = new CancellationTokenSource();
        CancellationToken overtaken = _asking.Token;
        string slug = typed?.Trim() ?? "";
        (_slugAsked, _slugAnswer) = (slug, SlugAnswer.Unasked);
        if (slug == Slug || !CampaignDraftRules.IsSlug(slug))
        {
            return;
        }

        _slugAnswer = SlugAnswer.Asking;
        try
        {
            await Task.Delay(TypingPause, Clock, overtaken);
            bool isTaken = await Slugs.IsTakenAsync(slug, overtaken);
            if (slug == _slugAsked && !overtaken.IsCancellationRequested)
            {
                _slugAnswer = isTaken ? SlugAnswer.Taken : SlugAnswer.Free;
            }
        }
        catch (Exception e) when (Outage.Is(e))
        {
            // Overtaken by the next key, or the database is away: saving will tell.
            if (slug == _slugAsked)
            {
                _slugAnswer = SlugAnswer.Unasked;
            }
        }
    }

    private async Task AskBeforeLeavingAsync(LocationChangingContext leaving)
    {
        if (!_isDirty || _isSaved)
        {
            return;
        }

        var parameters = new DialogParameters<ConfirmDialog>
        {
            { x => x.Title, Say.In("저장하지 않고 나갈까요?", "Leave without saving?") },
            { x => x.Lines, [Say.In("이 화면에 입력한 내용은 저장되지 않습니다.", "What you have typed on this page is not saved.")] },
            { x => x.ActText, Say.In("저장하지 않고 나가기", "Leave without saving") },
            { x => x.Act, () => Task.FromResult<string?>(null) },
            { x => x.IsDangerous, true },
        };
        IDialogReference dialog = await Dialogs.ShowAsync<ConfirmDialog>(title: null, parameters);
        if (await dialog.Result is not { Canceled: false })
        {
            leaving.PreventNavigation();
        }
    }

    private void Show(Refusal refusal)
    {
        if (refusal.Current is CampaignView now)
        {
            _now = now;
            return;
        }

        (_refusal, _showsFirstError) = (RefusalTexts.Of(refusal), refusal.Kind is RefusalKind.InvalidInput or RefusalKind.SlugTaken);
        _refusedFields = refusal.Fields.DistinctBy(p => p.Field, StringComparer.Ordinal).ToDictionary(p => p.Field, FieldProblemTexts.Of, StringComparer.Ordinal);
        if (refusal.Kind == RefusalKind.SlugTaken)
        {
            _refusedFields["slug"] = _refusal;
        }
    }
}
