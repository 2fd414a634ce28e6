using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Eligibility;
using CouponAdmin.Core.Issuance.Pools;
using CouponAdmin.Web.Http.Description;

namespace CouponAdmin.Web.Campaigns;

/// <summary>What the interface's description shows of campaigns.</summary>
internal static class CampaignExamples
{
    private static readonly DateTimeOffset Opens = new(2026, 11, 23, 12, 0, 0, TimeSpan.FromHours(9));

    public static readonly EventStreamShape Events = new(
        "event: campaign\ndata: {\"slug\":\"spring-drop\",\"state\":\"open\",\"quantity\":1000,\"remaining\":963}\n\nevent: ping\ndata: {}\n\n",
        ("campaign", "the campaign (`CampaignView`), first as it stands and then on each change of state or quantity; the example shows a part of it."),
        ("ping", "nothing new. An empty object."));

    public static IEndpointRouteBuilder AddCampaignExamples(this IEndpointRouteBuilder app) => app
        .AddExample(new CampaignDraft
        {
            Slug = "spring-drop",
            Name = "Spring drop",
            Description = "The first thousand get 10 % off.",
            Quantity = 1_000,
            OpensAt = Opens,
            ClosesAt = Opens.AddHours(2),
            Benefit = new BenefitDraft { Kind = BenefitKind.Percent, Value = 10 },
            CouponValidDays = 30,
        })
        .AddExample(new CampaignView(
            "spring-drop", "Spring drop", "The first thousand get 10 % off.", CampaignState.Open, 1_000, 963, Opens, Opens.AddHours(2), new Benefit(BenefitKind.Percent, 10), 30,
            QueueTtlSeconds: null, QueueTtlPolicy.Honour, Opens.AddDays(-7), Opens.AddMinutes(1)) { Version = "3f9a51c07d1e2b64" })
        .AddExample(new CampaignApi.QuantityChange(1_500, "More coupons than planned"))
        .AddExample(new CampaignApi.ChallengeSwitch(AsksProof: true))
        .AddExample(new MemberListView("spring-drop", Eligibility.MemberList, 48_211, Opens.AddDays(-1)))
        .AddExample(new MemberListReport(48_211, 3, 1, 0, 1, [new MemberLineProblem(17, MemberLineFault.Repeated), new MemberLineProblem(204, MemberLineFault.Empty)]))
        .AddExample(new CodePoolView("spring-drop", 1_200, 36, 1_164, 200, 0, Opens.AddDays(-1)))
        .AddExample(new CodePoolReport(1_200, 2, 1, 0, 0, 0, 0, 0, [new CodeLineProblem(88, CodeLineFault.Repeated), new CodeLineProblem(301, CodeLineFault.Empty), new CodeLineProblem(640, CodeLineFault.Repeated)]))
        .AddExample(new CampaignStats(1_000, 37, 36, 1, 120, 963, "coupon-1", Opens.AddMinutes(1)));
}
