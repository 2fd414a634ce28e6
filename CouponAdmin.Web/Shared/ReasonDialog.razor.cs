using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Shared;

/// <summary>One act with what it does in a sentence and, where it matters, the reason that the audit keeps.</summary>
public sealed partial class ReasonDialog : ComponentBase
{
    private string? _reason;
    private string? _problem;

    [Parameter, EditorRequired] public required string Title { get; set; }

    [Parameter, EditorRequired] public required string Text { get; set; }

    /// <summary>The act by name: never "OK".</summary>
    [Parameter, EditorRequired] public required string ActText { get; set; }

    /// <summary>Takes the reason; null when it went through, otherwise the sentence to show.</summary>
    [Parameter, EditorRequired] public required Func<string?, Task<string?>> Act { get; set; }

    [Parameter] public bool AsksForReason { get; set; }

    [Parameter] public bool IsDangerous { get; set; }

    private async Task<string?> CarryOutAsync()
    {
        _problem = AsksForReason ? CampaignDraftRules.ReasonProblems(_reason).Select(FieldProblemTexts.Of).FirstOrDefault() : null;
        return _problem is null ? await Act(_reason) : RefusalTexts.Of(Refusal.Invalid([]));
    }
}
