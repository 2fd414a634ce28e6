using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Tests.Exports;

/// <summary>A sale with many recorded claims. Each tenth claim was refused; the members' order is not the tickets'.</summary>
internal static class FilledSale
{
    /// <returns>The first ticket; the others follow one by one.</returns>
    public static async Task<long> FillAsync(TestSale sale, int rows)
    {
        long first = await sale.NowUsAsync() - rows;
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await IssuanceInsert.RunAsync(db, [.. Enumerable.Range(0, rows).Select(i => RowOf(sale.Id, first, i))], default);
        int issued = rows - (rows / 10);
        long watermark = first + rows - 1;
        await db.Database.ExecuteSqlAsync($"UPDATE campaigns SET \"Recorded\" = {rows}, \"Issued\" = {issued}, \"Watermark\" = {watermark} WHERE \"Id\" = {sale.Id}");
        await transaction.CommitAsync();
        return first;
    }

    /// <summary>The number of the claim with this index.</summary>
    public static int Number(int i) => i - (i / 10) + 1;

    /// <summary>Whether the claim with this index got a coupon.</summary>
    public static bool IsIssued(int i) => i % 10 != 9;

    private static IssuanceRecord RowOf(long campaignId, long first, int i)
    {
        bool isIssued = IsIssued(i);
        return new IssuanceRecord
        {
            CampaignId = campaignId,
            Ticket = first + i,
            Member = TestMembers.Name(i + 1),
            Status = isIssued ? ClaimStatus.Issued : ClaimStatus.Refused,
            Number = isIssued ? Number(i) : null,
            Code = isIssued ? $"C{i / 10_000:D3}-AAAA-AAAA-{i % 10_000:D4}" : null,
            RecordedAt = new StoreTime(first + i),
        };
    }
}
