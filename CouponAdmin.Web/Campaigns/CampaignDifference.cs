using System.Text.Json;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Web.Audit;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Campaigns;

/// <summary>What is otherwise now than a person saw or typed, in the words that the audit uses.</summary>
internal static class CampaignDifference
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>A draft as typed against the campaign of now.</summary>
    public static IReadOnlyList<MeanwhileLine> Of(CampaignDraft yours, CampaignView now) => Between(yours, CampaignForm.Of(now).ToDraft());

    /// <summary>A campaign as it was seen, with what was typed in it, against the one of now.</summary>
    public static IReadOnlyList<MeanwhileLine> Of(CampaignView yours, CampaignView now) => Between(Standing(yours), Standing(now));

    /// <summary>The same in one sentence, for acts that type nothing: pressing again goes on with the values of now.</summary>
    public static string Sentence(CampaignView seen, CampaignView now)
    {
        string what = string.Join(", ", Of(seen, now).Select(line => $"{line.Name} {line.Yours} → {line.Now}"));
        return Say.In(
            $"그 사이에 다른 사람이 바꾸었습니다: {what}. 다시 누르면 지금 값으로 진행합니다.", $"Somebody else changed this meanwhile: {what}. Press again to go on with the values of now.");
    }

    private static object Standing(CampaignView c) => new
    {
        c.Name, c.Description, c.Quantity, c.OpensAt, c.ClosesAt, c.Benefit, c.CouponValidDays, c.QueueTtlSeconds, c.QueueTtlPolicy,
        IsPublished = c.State != CampaignState.Draft, c.IsPaused, IsArchived = c.State == CampaignState.Archived, c.AsksProof,
        c.EligibleText, ListedMembers = c.Eligibility == Eligibility.Everyone ? (int?)null : c.ListedMembers,
    };

    private static IReadOnlyList<MeanwhileLine> Between(object before, object after) =>
    [
        .. ChangeLines.Of(JsonSerializer.Serialize(new { before, after }, Json)).Select(line => new MeanwhileLine(line.Name, line.Before ?? Figures.Unknown, line.After)),
    ];
}
