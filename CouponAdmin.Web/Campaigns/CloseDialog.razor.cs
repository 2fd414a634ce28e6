using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Campaigns;

/// <summary>Says in numbers what closing does, and asks why: it can't be undone.</summary>
public sealed partial class CloseDialog : ComponentBase
{
    private string? _reason;
    private string? _problem;

    [Inject] public required CampaignActs Acts { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }

    [Parameter, EditorRequired] public required CampaignView Campaign { get; set; }
    [Parameter, EditorRequired] public required CampaignPulse? Pulse { get; set; }
    [Parameter, EditorRequired] public required EventCallback<Result<CampaignView>> OnChanged { get; set; }

    private async Task<string?> CloseAsync()
    {
        FieldProblem[] problems = [.. CampaignDraftRules.ReasonProblems(_reason)];
        _problem = problems.Length == 0 ? null : FieldProblemTexts.Of(problems[0]);
        if (problems.Length > 0)
        {
            return RefusalTexts.Of(Refusal.Invalid(problems));
        }

        if (await Gate.EnterAsync() is not { } actor)
        {
            return OperatorGate.NotAllowed;
        }

        Result<CampaignView> result = await Acts.CloseAsync(Campaign.Slug, _reason!, actor, CancellationToken.None);
        if (!result.TryGet(out _, out Refusal? refusal))
        {
            return RefusalTexts.Of(refusal);
        }

        await OnChanged.InvokeAsync(result);
        return null;
    }
}
