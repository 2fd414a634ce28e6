using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Claiming;

public sealed partial class ClaimResultPage : ComponentBase
{
    private const int RefreshSeconds = 3;

    private CampaignView? _campaign;
    private MyClaim? _claim;
    private ClaimMoment _moment = ClaimMoment.UnknownCampaign;

    [Inject] public required CampaignCatalogue Catalogue { get; init; }

    [Inject] public required MyClaims Claims { get; init; }

    [CascadingParameter] public required HttpContext Context { get; set; }

    [Parameter] public required string Slug { get; set; }

    /// <summary>The refusal of the post that led here, if any.</summary>
    [SupplyParameterFromQuery(Name = ClaimFormEndpoint.After)] public string? After { get; set; }

    private bool Refreshes => _moment is ClaimMoment.Queued or ClaimMoment.Quarantined;

    protected override async Task OnInitializedAsync()
    {
        Context.Response.Headers.CacheControl = "no-store";
        _campaign = await Catalogue.FindPublishedAsync(Slug, Context.RequestAborted);
        if (_campaign is null)
        {
            Context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        _moment = await FindAsync() is { } away ? away
            : _claim is not null ? ClaimMoments.Of(_claim.Status) : Refusal(_campaign) ?? ClaimMoments.Of(_campaign.State);
    }

    /// <summary>Looks for the member's claim; a store that can't say gives the moment that says so, never an error page.</summary>
    private async Task<ClaimMoment?> FindAsync()
    {
        try
        {
            _claim = await Claims.FindAsync(Slug, Context.User.MemberIdOf() ?? "", Context.RequestAborted);
            return null;
        }
        catch (CampaignNotReadyException)
        {
            return ClaimMoment.NotReady;
        }
        catch (Exception e) when (Outage.Is(e) && !Context.RequestAborted.IsCancellationRequested)
        {
            return ClaimMoment.StoreUnavailable;
        }
    }

    /// <summary>The carried refusal while it can still be true: one that the campaign's state answers is taken from the state of now.</summary>
    private ClaimMoment? Refusal(CampaignView campaign) => ClaimMoments.FromAddress(After) switch
    {
        ClaimMoment.NotOpenYet when campaign.State == CampaignState.Scheduled => ClaimMoment.NotOpenYet,
        ClaimMoment.SoldOut when campaign.State == CampaignState.Open => ClaimMoment.Added,
        ClaimMoment.Paused when campaign.State == CampaignState.Open => ClaimMoment.Reopened,
        ClaimMoment.NotOpenYet or ClaimMoment.SoldOut or ClaimMoment.Paused or ClaimMoment.Closed => null,
        { } other => other,
        null => null,
    };
}
