using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Campaigns;

/// <summary>Asks for a new quantity and why, and says what the difference is before it is made.</summary>
public sealed partial class QuantityDialog : ComponentBase
{
    private int? _quantity;
    private string? _reason;
    private IReadOnlyList<FieldProblem> _problems = [];
    private ActDialog _dialog = null!;
    private CampaignView _seen = null!;
    private CampaignView? _now;

    [Inject] public required ChangeQuantity Change { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }

    [Parameter, EditorRequired] public required CampaignView Campaign { get; set; }
    [Parameter, EditorRequired] public required CampaignPulse? Pulse { get; set; }
    [Parameter, EditorRequired] public required EventCallback<Result<CampaignView>> OnChanged { get; set; }

    /// <summary>Somebody else changed it meanwhile, and it is left as it is.</summary>
    [Parameter, EditorRequired] public required EventCallback<CampaignView> OnTheirs { get; set; }

    private string Difference => (_quantity - _seen.Quantity) switch
    {
        > 0 and { } more => Say.In($"{Figures.Count(more)}개를 더 발급합니다.", $"{Figures.Count(more)} more can be claimed."),
        < 0 and { } fewer => Say.In($"{Figures.Count(-fewer)}개를 줄입니다.", $"{Figures.Count(-fewer)} fewer can be claimed."),
        _ => Say.In("지금 수량과 같습니다.", "The same as now."),
    };

    protected override void OnInitialized() => (_seen, _quantity) = (Campaign, Campaign.Quantity);

    private string? ErrorOf(string field) => _problems.FirstOrDefault(p => p.Field == field) is { } problem ? FieldProblemTexts.Of(problem) : null;

    private async Task<string?> ChangeAsync()
    {
        _problems = [.. CampaignDraftRules.QuantityProblems(_quantity), .. CampaignDraftRules.ReasonProblems(_reason)];
        if (_problems.Count > 0)
        {
            return RefusalTexts.Of(Refusal.Invalid(_problems));
        }

        if (await Gate.EnterAsync() is not { } actor)
        {
            return OperatorGate.NotAllowed;
        }

        Result<CampaignView> result = await Change.ExecuteAsync(CampaignSeen.In(_seen), _quantity, _reason, actor, CancellationToken.None);
        if (!result.TryGet(out _, out Refusal? refusal))
        {
            (_problems, _now) = (refusal.Fields, refusal.Current as CampaignView);

            // The frame's button runs this, so only the frame would be drawn again, and go on without knowing that it is held.
            StateHasChanged();
            return RefusalTexts.Of(refusal);
        }

        await OnChanged.InvokeAsync(result);
        return null;
    }

    // What was typed goes over what is seen now, and over nothing newer.
    private Task SaveMineAsync()
    {
        (_seen, _now) = (_now!, null);
        return _dialog.ActAsync();
    }

    private async Task TakeTheirsAsync()
    {
        await OnTheirs.InvokeAsync(_now);
        _dialog.Dialog.Cancel();
    }
}
