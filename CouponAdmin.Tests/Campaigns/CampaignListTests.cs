using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Campaigns;

public sealed class CampaignListTests
{
    [Fact]
    public async Task List_WhenSorted_FollowsTheOrderBothWays()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis, quantity: 7, DatabaseProvider.Sqlite);
        CreateCampaign create = sale.First.Get<CreateCampaign>();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        CampaignDraft draft = new TestSaleOptions { Quantity = 3, OpensIn = TimeSpan.FromHours(1), ClosesIn = TimeSpan.FromHours(9) }.Draft("alpha", now) with { Name = "Alpha" };
        TestSale.Require(await create.ExecuteAsync(draft, TestSale.Operator, default));
        TestSale.Require(await create.ExecuteAsync(draft with { Slug = "alpha-2", Name = "Zeta", Quantity = 5 }, TestSale.Operator, default));

        Assert.Equal(["alpha-2", "alpha", sale.Slug], await SlugsAsync(sale, CampaignOrder.Created, isDescending: true));
        Assert.Equal([sale.Slug, "alpha", "alpha-2"], await SlugsAsync(sale, CampaignOrder.Created, isDescending: false));
        Assert.Equal([sale.Slug, "alpha", "alpha-2"], await SlugsAsync(sale, CampaignOrder.Name, isDescending: false));
        Assert.Equal([sale.Slug, "alpha-2", "alpha"], await SlugsAsync(sale, CampaignOrder.Quantity, isDescending: true));
        Assert.Equal(["alpha-2", "alpha", sale.Slug], await SlugsAsync(sale, CampaignOrder.Opens, isDescending: true));
        Assert.Equal([sale.Slug, "alpha-2", "alpha"], await SlugsAsync(sale, CampaignOrder.Closes, isDescending: false));

        CampaignSlugs slugs = sale.First.Get<CampaignSlugs>();
        Assert.Equal("alpha-3", await slugs.FreeLikeAsync("alpha", default));
        Assert.Equal("alpha-3", await slugs.FreeLikeAsync("alpha-2", default));
        Assert.Equal("drop-20261122-2", await slugs.FreeLikeAsync("drop-20261122", default));
        Assert.Equal(CampaignDraftRules.SlugLengthMax, (await slugs.FreeLikeAsync(new string('x', CampaignDraftRules.SlugLengthMax), default)).Length);
        Assert.True(await slugs.IsTakenAsync("alpha", default));
        Assert.False(await slugs.IsTakenAsync("beta", default));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Search_OfANameInAnyCase_MeansTheSameOnEveryDatabase(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis, quantity: 1, database);
        CampaignDraft draft = new TestSaleOptions().Draft("summer", TimeProvider.System.GetUtcNow()) with { Name = "\u00C9T\u00C9 100%_\u0416" };
        TestSale.Require(await sale.First.Get<CreateCampaign>().ExecuteAsync(draft, new Actor("u-1", "\u00C9mile"), default));

        foreach (string typed in new[] { "\u00C9T\u00C9", "\u00E9t\u00E9", "\u00C9t\u00E9 1", "100%_", "\u0436", "\u0416" })
        {
            Assert.Equal(["summer"], (await sale.First.Get<CampaignCatalogue>().ListAsync(new CampaignFilter(typed), default)).Items.Select(c => c.Slug));
        }

        foreach (string typed in new[] { "100_", "1%0", "_%", "ete" })
        {
            Assert.Empty((await sale.First.Get<CampaignCatalogue>().ListAsync(new CampaignFilter(typed), default)).Items);
        }

        foreach (string typed in new[] { "\u00C9MILE", "\u00E9mile", "\u00C9m" })
        {
            Assert.Equal("summer", Assert.Single((await sale.First.Get<AuditLog>().SliceAsync(new AuditFilter(typed), 0, 10, default)).Items).Subject);
        }
    }

    private static async Task<IEnumerable<string>> SlugsAsync(TestSale sale, CampaignOrder order, bool isDescending) =>
        (await sale.First.Get<CampaignCatalogue>().ListAsync(new CampaignFilter { Order = order, IsDescending = isDescending }, default)).Items.Select(c => c.Slug);
}
