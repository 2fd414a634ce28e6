using CouponAdmin.Core.Seeding;

namespace CouponAdmin.Web.Operations;

/// <summary>What a newcomer reads in the terminal: where to go, and how to sign in.</summary>
internal static class WelcomeText
{
    public static string Of(string address) => $"""
        CouponAdmin is ready, with a demo sale.
          Claim page   {address}{Routes.ClaimPageOf(DemoSeed.OpenSlug)}   as member1@example.com … member5@example.com
          Console      {address}{Routes.Console}   as operator@example.com, viewer@example.com or admin@example.com
          A rush       {address}{Routes.ConsoleCampaignOf(DemoSeed.OpenSlug)}   there "Send 2,000 people"
          Counter      {address}{Routes.Till}   as cashier@example.com
          Password     {DemoSeed.Password}   (for all of them)
          Interface    {address}/api
        """;
}
