using System.Globalization;
using System.Text;
using CouponAdmin.Core.Issuance.Bulk;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Faults;

/// <summary>kill -9 in the middle of a job: started again, the product goes on by itself, and each coupon is revoked exactly once.</summary>
[Collection(EmbeddedInstance.Name)]
public sealed class KilledWhileRevokingTests(EmbeddedFixture embedded)
{
    private const int Coupons = (2 * CouponJobRules.BatchSize) + 10;

    private static readonly string[] Steps = [FailPoint.JobBeforeCommit, FailPoint.JobAfterCommit];

    [Fact]
    public async Task Job_WhenTheProcessDiesAtEachStep_IsFinishedAndEachCouponIsRevokedOnce()
    {
        FaultRig rig = embedded.Rig;
        AppProcess app = rig.Instances[0];
        SaleClient sale = rig.Sale(0);
        FaultedSale faulted = await rig.OpenSaleAsync(Coupons);
        await faulted.InsistAsync([.. TestMembers.Take(Coupons)]);
        await Eventually.HoldsAsync(
            () => sale.GetAsync($"{SaleClient.Admin}/{faulted.Slug}/stats", rig.Tokens.Viewer()), stats => stats.Number("issued") == Coupons, FaultedSale.SettledWithin);
        string order = string.Create(CultureInfo.InvariantCulture, $"{SaleClient.Admin}/{faulted.Slug}/coupon-jobs");
        string? job = null;
        foreach (string step in Steps)
        {
            await app.KillAsync();
            app.Set(FailPoint.Variable, step);
            await app.StartAgainAsync();
            if (job is null)
            {
                await app.WaitUntilReadyAsync();
                job = (await sale.PostAsync(order, rig.Tokens.Operator(), new { act = "revoke", numbers = Enumerable.Range(1, Coupons), reason = "a recall", returnUnit = true }))
                    .Is(202).Headers.Location!.ToString();
            }

            // The next time it goes on by itself, and may die before anybody could ask it anything.
            await app.WaitForExitAsync();
        }

        await app.StartAgainAsync(without: FailPoint.Variable);
        await app.WaitUntilReadyAsync();
        Answer done = await Eventually.HoldsAsync(() => sale.GetAsync(job!, rig.Tokens.Viewer()), answer => answer.String("state") == "finished", FaultedSale.SettledWithin);

        Assert.Equal((Coupons, Coupons), (done.Number("done"), done.Number("changed")));
        Answer stats = await Eventually.HoldsAsync(
            () => sale.GetAsync($"{SaleClient.Admin}/{faulted.Slug}/stats", rig.Tokens.Viewer()), answer => answer.Number("remaining") == Coupons, FaultedSale.SettledWithin);
        Assert.Equal(Coupons, stats.Number("remaining"));
        byte[] audit = await sale.DownloadAsync($"/api/v1/admin/audit.csv?subject={faulted.Slug}&wholeSubject=true&action=revoke-coupon&for=programs", rig.Tokens.Viewer());
        Assert.Equal(Coupons, Encoding.UTF8.GetString(audit).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1);
    }
}
