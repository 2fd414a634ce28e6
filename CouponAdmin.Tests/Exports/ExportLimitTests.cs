using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Attacks;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Exports;

/// <summary>One person who opens file after file without taking them.</summary>
public sealed class ExportLimitTests
{
    /// <summary>Together far more than the sockets of both sides hold, so that an answer can't end before it is taken.</summary>
    private const int Entries = 300;

    private const int EntryChars = 100_000;

    [Fact]
    public async Task Export_WhenOnePersonHasAsManyOpenAsTheyMay_IsRefusedWithWordsUntilOneEnds()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string subject = SaleClient.FreshSlug("large");
        await FillAsync(product, subject);
        int max = product.Services.GetRequiredService<LimitsOptions>().ExportsPerPerson;
        Visitor greedy = new("greedy", Token: product.Tokens.Create("greedy-exporter", "Viewer"));
        Visitor other = new("other", Token: product.Tokens.Create("modest-exporter", "Viewer"));
        string audit = $"/api/v1/admin/audit.csv?subject={subject}";
        string issuances = $"{SaleClient.Admin}/{await product.OpenAsync("few")}/issuances.csv";
        List<HttpResponseMessage> open = [];
        for (int i = 0; i < max; i++)
        {
            open.Add(await product.GetAsync(audit, greedy));
            Assert.Equal(200, (int)open[i].StatusCode);
        }

        string[] files = [.. product.Endpoints.Select(MappedEndpoints.PathOf).Where(path => path.EndsWith(".csv", StringComparison.Ordinal)).Select(Named)];
        Assert.Superset(new HashSet<string>(["/api/v1/admin/audit.csv", "/api/v1/redemptions.csv"], StringComparer.Ordinal), files.ToHashSet(StringComparer.Ordinal));
        foreach (string path in new[] { audit, issuances, $"{issuances}?for=programs" }.Concat(files))
        {
            using HttpResponseMessage refused = await product.GetAsync(path, greedy);
            string told = await refused.Content.ReadAsStringAsync();
            Assert.Equal(429, (int)refused.StatusCode);
            Assert.Contains("\"too-many-exports\"", told, StringComparison.Ordinal);
            Assert.Contains($"You are receiving {max} files already", told, StringComparison.Ordinal);
        }

        using HttpResponseMessage others = await product.GetAsync(issuances, other);
        Assert.Equal(200, (int)others.StatusCode);

        open[0].Dispose();
        await Eventually.HoldsAsync(() => StatusAsync(product, issuances, greedy), status => status == 200);
        open.ForEach(answer => answer.Dispose());
    }

    // Asked for before anything is looked up, so that a campaign and a job need not be there.
    private static string Named(string path) => path.Replace("{slug}", "few", StringComparison.Ordinal).Replace("{id:long}", "1", StringComparison.Ordinal);

    private static async Task<int> StatusAsync(AttackedProduct product, string path, Visitor visitor)
    {
        using HttpResponseMessage answer = await product.GetAsync(path, visitor);
        return (int)answer.StatusCode;
    }

    private static async Task FillAsync(AttackedProduct product, string subject)
    {
        await using CouponDbContext db = await product.Services.GetRequiredService<IDbContextFactory<CouponDbContext>>().CreateDbContextAsync();
        string text = new('x', EntryChars);
        for (int i = 0; i < Entries; i++)
        {
            AuditTrail.Write(db, StoreTime.From(TestCampaigns.Noon), TestSale.Operator, AuditAction.WarmCampaign, subject, change: new Filler(text));
        }

        await db.SaveChangesAsync();
    }

    private sealed record Filler(string Text) : IAuditChange;
}
