using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Campaigns;

/// <summary>A campaign with codes of a pool never has more units than codes: number <c>n</c> gets code <c>n</c>, and a unit that comes back gets a new number.</summary>
internal static class PoolBound
{
    /// <summary>Null when the codes are enough, or generated.</summary>
    /// <param name="campaign">The row, or the row as it would be.</param>
    /// <param name="field">The field to name.</param>
    /// <param name="quantity">The quantity that is wanted.</param>
    /// <param name="returned">Units that came back and are numbered anew.</param>
    public static FieldProblem? ProblemOf(Campaign campaign, string field, int quantity, int returned) =>
        campaign.HasPool && (long)quantity + returned - campaign.PoolSize is > 0 and long missing
            ? new FieldProblem(field, FieldRule.MoreThanCodes, Min: missing, Max: campaign.PoolSize)
            : null;

    /// <summary>The same as a refusal.</summary>
    public static Refusal? RefusalOf(Campaign campaign, string field, int quantity, int returned) =>
        ProblemOf(campaign, field, quantity, returned) is { } problem ? Refusal.Invalid([problem]) : null;

    /// <summary>Of a draft's edit: a quantity that stays as it is may wait for its codes until it is published.</summary>
    public static IEnumerable<FieldProblem> OfEdit(Campaign campaign, int? quantity) =>
        quantity > campaign.Quantity && ProblemOf(campaign, "quantity", quantity.Value, campaign.Returned) is { } problem ? [problem] : [];
}
