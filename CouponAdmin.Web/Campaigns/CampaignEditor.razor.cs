using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CouponAdmin.Web.Campaigns;

/// <summary>One form for a new campaign and for a draft.</summary>
public sealed partial class CampaignEditor : ComponentBase
{
    private static readonly Dictionary<string, string> Nothing = new(StringComparer.Ordinal);

    private CampaignForm? _form;
    private string? _obstacle;
    private string? _refusal;
    private Dictionary<string, string> _refusedFields = Nothing;
    private bool _isSent;
    private bool _isBusy;
    private bool _showsFirstError;

    [Inject] public required CampaignCatalogue Catalogue { get; init; }
    [Inject] public required CampaignSaving Saving { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] public required TimeProvider Clock { get; init; }
    [Inject] public required IJSRuntime Script { get; init; }

    /// <summary>Null for a new campaign.</summary>
    [Parameter] public string? Slug { get; set; }

    private string Title => Slug is null ? Say.In("새 캠페인", "New campaign") : Say.In("초안 고치기", "Edit the draft");

    protected override async Task OnInitializedAsync()
    {
        if (Slug is null)
        {
            _form = CampaignForm.Fresh(Clock.GetUtcNow());
            return;
        }

        CampaignView? campaign = await Catalogue.FindAsync(Slug, CancellationToken.None);
        _form = campaign is { State: CampaignState.Draft } ? CampaignForm.Of(campaign) : null;
        _obstacle = campaign switch
        {
            null => Say.In("이 주소의 캠페인이 없습니다", "There is no campaign at this address"),
            { State: CampaignState.Draft } => null,
            _ => Say.In("이미 게시한 캠페인입니다", "This campaign is published"),
        };
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

        (_isBusy, _isSent, _refusal, _refusedFields) = (true, true, null, Nothing);
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
        Result<CampaignView> saved = await Saving.SaveAsync(Slug, draft, actor, CancellationToken.None);
        if (!saved.TryGet(out CampaignView? campaign, out Refusal? refusal))
        {
            Show(refusal);
            return;
        }

        // Saved but not published is still saved: the campaign's own page says why it could not be published.
        bool isPublished = publish && (await Saving.PublishAsync(campaign.Slug, actor, CancellationToken.None)).TryGet(out _, out _);
        string page = Routes.ConsoleCampaignOf(campaign.Slug);
        Navigation.NavigateTo(publish && !isPublished ? $"{page}?{CampaignPage.NotPublishedQuery}=true" : page);
    }

    private void Show(Refusal refusal)
    {
        (_refusal, _showsFirstError) = (RefusalTexts.Of(refusal), refusal.Kind is RefusalKind.InvalidInput or RefusalKind.SlugTaken);
        _refusedFields = refusal.Fields.DistinctBy(p => p.Field, StringComparer.Ordinal).ToDictionary(p => p.Field, FieldProblemTexts.Of, StringComparer.Ordinal);
        if (refusal.Kind == RefusalKind.SlugTaken)
        {
            _refusedFields["slug"] = _refusal;
        }
    }
}
