using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Events;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.FailOver;
using CouponAdmin.Core.Issuance.Refusals;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.Rehearsals;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Attacks;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.Claiming;
using CouponAdmin.Web.Rehearsals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CouponAdmin.Tests.Rehearsals;

/// <summary>A rehearsal through the product's own entrance, with its limits on: what it measures, when it ends, what it leaves, and that nobody else comes in by it.</summary>
public sealed class RehearsalStageTests
{
    /// <summary>Of this class alone: elsewhere some sale is always open.</summary>
    private static readonly SharedServer<AttackedProduct> Product = new(() => AttackedProduct.StartAsync());

    private static readonly Actor Operator = new("operator-1", "Rehearsing Operator");
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Rehearsal_WhenItIsDone_KeepsAForecastAndLeavesNothingElse()
    {
        AttackedProduct product = await Product.GetAsync();
        string slug = await DraftAsync(product, quantity: 1_000);
        Assert.True(RehearsalRulesTests.Plan.People > AttackedProduct.RequestsPerAddressPerSecond);

        RehearsalTurn turn = await BeginAsync(product, slug);
        RehearsalView done = await EndAsync(product, slug);

        Assert.Equal((RehearsalState.Done, turn.Cast.People, "Rehearsing Operator"), (done.State, done.Answered, done.StartedBy));
        (SaleAhead sale, RehearsalMeasures measured, RehearsalForecast forecast) = done.Report!;
        Assert.Equal((1_000, 5_000, 0), (sale.Quantity, sale.Crowd, measured.Unanswered));
        Assert.All(new[] { measured.Admissions, measured.SoldOutAnswers, measured.Records }, rate => Assert.True(rate.Slowest > 0 && rate.Slowest <= rate.Mean && rate.Mean <= rate.Fastest, $"{rate}"));
        Assert.True(measured.StorePerSecond > 0 && measured.MemoryPeak >= measured.MemoryBefore && measured.AnswerP50 <= measured.AnswerP99 && measured.AnswerP99 <= measured.AnswerMax);
        Assert.NotNull(forecast.Likely.SoldOutAfter);
        Assert.InRange(forecast.Likely.LastAnswer, forecast.Best.LastAnswer, forecast.Worst.LastAnswer);

        await AssertNothingIsLeftAsync(product, done, turn.Sale.Key);
        (IReadOnlyList<AuditEntry> audit, _) = await product.Services.GetRequiredService<AuditLog>().SliceAsync(new AuditFilter(Subject: slug, IsWholeSubject: true), 0, 10, default);
        Assert.Contains(audit, entry => entry.Action == "rehearse-sale" && entry.ActorName == Operator.Name && entry.Change!.Contains("\"crowd\":5000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rehearsal_WhenItRuns_IsCountedInNoMetricOfSales()
    {
        AttackedProduct product = await Product.GetAsync();

        // All products of this process share their meters: one of these rehearsals runs while nobody else sells.
        await Eventually.HoldsAsync(
            async () =>
            {
                string slug = await DraftAsync(product);
                long[] before = await MetricsAsync(product);
                await BeginAsync(product, slug);
                await EndAsync(product, slug);
                return Enumerable.SequenceEqual(before, await MetricsAsync(product));
            },
            isSame => isSame,
            Long);
    }

    [Fact]
    public async Task Rehearsal_WhenASaleComes_GivesWayAndIsCleared()
    {
        AttackedProduct product = await Product.GetAsync();
        string slug = await DraftAsync(product);
        RehearsalTurn turn = await BeginAsync(product, slug, RehearsalRulesTests.Plan with { Seconds = 30 });
        await Eventually.HoldsAsync(() => OneAsync(product, slug), view => view.Phase == RehearsalPhase.Crowd, Long);

        string coming = SaleClient.FreshSlug("coming");
        await product.Sale.OpenAsync(SaleClient.Draft(coming, opens: QuietMoment.Before - TimeSpan.FromSeconds(20)), product.Tokens.Operator());
        try
        {
            RehearsalView view = await EndAsync(product, slug);
            Assert.Equal(RehearsalState.GaveWay, view.State);
            await AssertNothingIsLeftAsync(product, view, turn.Sale.Key);
            Assert.Equal(RefusalKind.SaleNear, (await Stage(product).BeginAsync(slug, RehearsalRulesTests.Plan, Operator)).Refusal!.Kind);
        }
        finally
        {
            (await product.Sale.PostAsync($"{SaleClient.Admin}/{coming}/close", product.Tokens.Operator())).Is(200);
        }
    }

    [Fact]
    public async Task Rehearsal_WhenAskedToStop_EndsAndMakesRoomForTheNext()
    {
        AttackedProduct product = await Product.GetAsync();
        string slug = await DraftAsync(product);
        RehearsalTurn turn = await BeginAsync(product, slug, RehearsalRulesTests.Plan with { Seconds = 30 });
        Assert.Equal(RefusalKind.RehearsalUnderWay, (await Stage(product).BeginAsync(slug, RehearsalRulesTests.Plan, Operator)).Refusal!.Kind);
        await Eventually.HoldsAsync(() => OneAsync(product, slug), view => view.Phase == RehearsalPhase.Crowd, Long);

        Assert.True(await product.Services.GetRequiredService<RehearsalBook>().AskToStopAsync(turn.Id, default));
        RehearsalView view = await EndAsync(product, slug);
        Assert.Equal((RehearsalState.Stopped, null), (view.State, view.Report));
        await AssertNothingIsLeftAsync(product, view, turn.Sale.Key);
    }

    [Fact]
    public async Task Entrance_WhileARehearsalRuns_LetsNobodyElseInAndRaisesNoLimit()
    {
        AttackedProduct product = await Product.GetAsync();
        string slug = await DraftAsync(product);
        await BeginAsync(product, slug, RehearsalRulesTests.Plan with { Seconds = 30 });
        try
        {
            await Eventually.HoldsAsync(() => OneAsync(product, slug), view => view.Phase == RehearsalPhase.Crowd, Long);
            string shadow = $"/api/v1/campaigns/{ShadowSale.Slug}";
            string member = product.Tokens.Member("an-outsider");
            foreach (string path in new[] { $"{shadow}/claims", $"{shadow}/claims/", $"{shadow}/CLAIMS", $"{shadow}//claims" })
            {
                Assert.Equal(404, (int)(await product.Sale.PostAsync(path, member)).Status);
                Assert.Equal(404, (int)(await product.Sale.CallAsync(HttpMethod.Post, path, member, null, (ClaimIntake.RehearsalKey, new string('0', 64)))).Status);
            }

            foreach (string path in new[] { shadow, $"{shadow}/claims/me", $"/c/{ShadowSale.Slug}" })
            {
                Assert.Equal(404, (int)(await product.Sale.GetAsync(path, member)).Status);
            }

            Assert.Equal(404, (int)(await product.Sale.GetAsync($"{SaleClient.Admin}/{ShadowSale.Slug}", product.Tokens.Operator())).Status);
            Assert.DoesNotContain(ShadowSale.Slug, (await product.Sale.GetAsync("/api/v1/campaigns")).Text, StringComparison.Ordinal);
            Assert.DoesNotContain(ShadowSale.Slug, (await product.Sale.GetAsync(SaleClient.Admin, product.Tokens.Operator())).Text, StringComparison.Ordinal);
            Assert.DoesNotContain(ShadowSale.Slug, (await product.Sale.GetAsync("/metrics")).Text, StringComparison.Ordinal);
        }
        finally
        {
            await product.Services.GetRequiredService<RehearsalBook>().AskToStopAsync((await OneAsync(product, slug)).Id, default);
            await EndAsync(product, slug);
        }
    }

    [Fact]
    public async Task Key_OfARehearsal_OpensItsOwnSaleByTheLaneAloneAndNoOther()
    {
        AttackedProduct product = await Product.GetAsync();
        ShadowEntrance entrance = product.Services.GetRequiredService<ShadowEntrance>();
        string key = entrance.Open(new CampaignRef(-1, Guid.NewGuid(), ShadowSale.Slug, 1, IsSealed: false));
        try
        {
            string synthetic = MemberToken.Of("rehearsal-0-1", product.Services.GetRequiredService<SigningKey>(), TimeProvider.System.GetUtcNow().AddMinutes(1), campaign: ShadowSale.Slug);
            string shadow = $"/api/v1/campaigns/{ShadowSale.Slug}/claims";
            Assert.NotEqual(404, (int)(await ClaimAsync(product, shadow, synthetic, key)).Status);
            Assert.Equal(404, (int)(await ClaimAsync(product, shadow + "/", synthetic, key)).Status);
            Assert.Equal(404, (int)(await ClaimAsync(product, shadow, synthetic, key[..^1] + "x")).Status);

            // The people of a rehearsal are for its sale alone, and its key raises no limit elsewhere.
            Assert.Equal(403, (int)(await ClaimAsync(product, "/api/v1/campaigns/another/claims", synthetic, key)).Status);
            (HttpStatusCode Status, string Text)[] answers = await Task.WhenAll(Enumerable.Range(0, 5 * AttackedProduct.RequestsPerAddressPerSecond).Select(
                i => ClaimAsync(product, "/api/v1/campaigns/another/claims", product.Tokens.Member($"member-{i}"), key, "192.0.2.77")));
            Assert.Contains(answers, answer => answer.Status == HttpStatusCode.TooManyRequests);
            entrance.Close();
            Assert.Equal(404, (int)(await ClaimAsync(product, shadow, synthetic, key)).Status);
        }
        finally
        {
            entrance.Close();
        }
    }

    private static async Task<(HttpStatusCode Status, string Text)> ClaimAsync(AttackedProduct product, string path, string token, string key, string? address = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add(ClaimIntake.RehearsalKey, key);
        using HttpResponseMessage answer = await product.SendAsync(request, address: address);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static RehearsalStage Stage(AttackedProduct product) => product.Services.GetRequiredService<RehearsalStage>();

    private static async Task<string> DraftAsync(AttackedProduct product, int quantity = 50)
    {
        string slug = SaleClient.FreshSlug("rehearsed");
        (await product.Sale.PostAsync(SaleClient.Admin, product.Tokens.Operator(), SaleClient.Draft(slug, quantity, opens: TimeSpan.FromHours(3), closes: TimeSpan.FromHours(4)))).Is(201);
        return slug;
    }

    private static async Task<RehearsalTurn> BeginAsync(AttackedProduct product, string slug, RehearsalPlan? plan = null) =>
        TestSale.Require(await Stage(product).BeginAsync(slug, plan ?? RehearsalRulesTests.Plan, Operator));

    private static async Task<RehearsalView> OneAsync(AttackedProduct product, string slug) =>
        Assert.Single(await product.Services.GetRequiredService<RehearsalBook>().OfAsync(slug, default));

    private static async Task<RehearsalView> EndAsync(AttackedProduct product, string slug)
    {
        await Stage(product).WhenOverAsync().WaitAsync(Long);
        return await OneAsync(product, slug);
    }

    /// <summary>What the product counts of sales: admissions, rows, answers.</summary>
    private static async Task<long[]> MetricsAsync(AttackedProduct product)
    {
        string[] lines = (await product.Sale.GetAsync("/metrics")).Text.Split('\n');
        return [Sum("couponadmin_admission_duration"), Sum("couponadmin_drain_rows"), Sum("couponadmin_drain_duration"), Sum("couponadmin_claims")];

        long Sum(string name) => lines.Where(line => line.StartsWith(name, StringComparison.Ordinal) && (line.Contains("_count", StringComparison.Ordinal) || line.Contains("_total", StringComparison.Ordinal)))
            .Sum(line => (long)double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    private static async Task AssertNothingIsLeftAsync(AttackedProduct product, RehearsalView view, Guid key)
    {
        await using AsyncServiceScope scope = product.Services.CreateAsyncScope();
        await using CouponDbContext db = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<CouponDbContext>>().CreateDbContextAsync();
        Assert.False(await db.Set<Campaign>().IgnoreQueryFilters().AnyAsync(c => c.Slug == ShadowSale.Slug));
        string members = $"rehearsal-{view.Id}-";
        Assert.False(await db.Set<IssuanceRecord>().AnyAsync(i => i.Member.StartsWith(members)));
        Assert.False(await db.Set<RefusedClaim>().AnyAsync(r => r.Member.StartsWith(members)));
        Assert.False(await db.Set<FrequentAsker>().AnyAsync(a => a.Member.StartsWith(members)));
        long[] campaigns = await db.Set<Campaign>().Select(c => c.Id).ToArrayAsync();
        Assert.False(await db.Set<CouponEvent>().AnyAsync(e => !campaigns.Contains(e.CampaignId)));
        Assert.False(await db.Set<TallyRecord>().AnyAsync(t => !campaigns.Contains(t.CampaignId)));
        Assert.False(await db.Users.AnyAsync(u => u.Id.StartsWith(members)));
        Assert.Empty(product.Services.GetRequiredService<AcknowledgedClaims>().Of(key));
        StoreConnections store = product.Services.GetRequiredService<StoreConnections>();
        Assert.Equal(0, await KeysOfASale.CountAsync(store.Draining, key, product.Services.GetRequiredService<StoreClock>().Now));
    }
}
