using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Rehearsals;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Rehearsals;

/// <summary>Starts and stops a rehearsal of one campaign, shows how far it is, and keeps the forecasts. Whichever instance runs it, all pages read the same row.</summary>
public sealed partial class RehearsalPage : ComponentBase, IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _leaving = new();
    private RehearsalPlan _plan = new();
    private CampaignView? _campaign;
    private RehearsalView? _underWay;
    private IReadOnlyList<RehearsalView> _reports = [];
    private IReadOnlyList<FieldProblem> _problems = [];
    private string? _asked;
    private string? _refusal;
    private bool _isMissing;
    private bool _isBusy;
    private ITimer? _looker;

    [Inject] public required CampaignCatalogue Catalogue { get; init; }
    [Inject] public required RehearsalBook Book { get; init; }
    [Inject] public required IServiceProvider Services { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }
    [Inject] public required TimeProvider Clock { get; init; }

    [Parameter] public required string Slug { get; set; }

    private RehearsalView[] Ended => [.. _reports.Where(r => !r.IsUnderWay)];

    public void Dispose()
    {
        _looker?.Dispose();
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_asked == Slug)
        {
            return;
        }

        _asked = Slug;
        _campaign = await Catalogue.FindAsync(Slug, _leaving.Token);
        _isMissing = _campaign is null;
        _plan = RehearsalTexts.FirstPlan(_campaign?.Quantity ?? 0);
        await LookAsync();
    }

    // Not awaited by the circuit: it asks again once a second while one is under way, also somebody else's.
    private async Task LookAsync()
    {
        _underWay = await Book.UnderWayAsync(_leaving.Token);
        _reports = await Book.OfAsync(Slug, _leaving.Token);
        if (_underWay is null)
        {
            _looker?.Dispose();
            _looker = null;
        }
        else
        {
            _looker ??= Clock.CreateTimer(_ => _ = InvokeAsync(LookAgainAsync), state: null, LookEvery, LookEvery);
        }
    }

    private async Task LookAgainAsync()
    {
        try
        {
            await LookAsync();
            StateHasChanged();
        }
        catch (Exception e) when (_leaving.IsCancellationRequested || Outage.Is(e))
        {
            // The page was left, or the database is away: the next look tells.
        }
    }

    private string? ErrorOf(string field) => _problems.FirstOrDefault(p => p.Field == field) is { } problem ? FieldProblemTexts.Of(problem) : null;

    private async Task StartAsync()
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        (_refusal, _problems) = (null, []);
        try
        {
            if (await Gate.EnterAsync() is not { } actor)
            {
                _refusal = OperatorGate.NotAllowed;
                return;
            }

            await BeginAsync(actor);
            await LookAsync();
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task BeginAsync(Actor actor)
    {
        Result<RehearsalTurn> result = await Services.GetRequiredService<RehearsalStage>().BeginAsync(Slug, _plan, actor);
        if (!result.TryGet(out _, out Refusal? refusal))
        {
            (_refusal, _problems) = (RefusalTexts.Of(refusal), refusal.Fields);
        }
    }

    private async Task StopAsync()
    {
        if (_underWay is { } running && await Gate.EnterAsync() is not null)
        {
            await Book.AskToStopAsync(running.Id, CancellationToken.None);
            await LookAsync();
        }
    }
}
