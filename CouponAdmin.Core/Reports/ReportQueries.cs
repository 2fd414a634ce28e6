using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Reports;

/// <summary>The sums of a report, made by the database: a million rows come back as some hundred numbers.</summary>
/// <remarks>Plain SQL that SQLite, PostgreSQL and SQL Server read alike; moments are whole microseconds, and all divisions are of integers.</remarks>
[SuppressMessage("Security", "EF1002", Justification = "What is put in are whole numbers and constants of this code; what a caller names is a parameter.")]
internal static class ReportQueries
{
    private const string Wait = "(\"RecordedAt\" - \"Ticket\")";
    private const string WaitStepOf = $"CASE WHEN {Wait} < 10000000 THEN {Wait} / 1000 ELSE 10000 + ({Wait} - 10000000) / 1000000 END";

    /// <summary>Answers by stretches of <paramref name="widthUs"/> between two moments, in order.</summary>
    public static async Task<List<AnswerCounts>> AnswersAsync(
        CouponDbContext db, long campaignId, long widthUs, StoreTime from, StoreTime to, CancellationToken cancellationToken)
    {
        List<AnswerRow> rows = await db.Database.SqlQueryRaw<AnswerRow>(
            $$"""
            SELECT "Second" / {{Whole(widthUs)}} AS "Stretch", CAST(SUM("Admitted") AS BIGINT) AS "Admitted", CAST(SUM("Repeated") AS BIGINT) AS "Repeated",
                   CAST(SUM("SoldOut") AS BIGINT) AS "SoldOut", CAST(SUM("Refused") AS BIGINT) AS "Refused",
                   CAST(SUM("NotEligible") AS BIGINT) AS "NotEligible", CAST(SUM("Limited") AS BIGINT) AS "Limited"
            FROM "claim_tallies" WHERE "CampaignId" = {0} AND "Second" >= {1} AND "Second" < {2} GROUP BY "Second" / {{Whole(widthUs)}} ORDER BY 1
            """, campaignId, from.Microseconds, to.Microseconds).ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new AnswerCounts(MomentOf(r.Stretch * widthUs), r.Admitted, r.Repeated, r.SoldOut, r.Refused, r.NotEligible, r.Limited));
    }

    /// <summary>Rows written by stretches, counted from <paramref name="from"/>, by where each begins.</summary>
    public static Task<Dictionary<DateTimeOffset, long>> StoredAsync(
        CouponDbContext db, long campaignId, long widthUs, StoreTime from, StoreTime to, CancellationToken cancellationToken) =>
        RowsByAsync(db, nameof(IssuanceRecord.RecordedAt), campaignId, widthUs, from, to, cancellationToken);

    /// <summary>Rows by the stretch in which their claims were admitted, by where each begins.</summary>
    public static Task<Dictionary<DateTimeOffset, long>> AdmittedAsync(
        CouponDbContext db, long campaignId, long widthUs, StoreTime from, StoreTime to, CancellationToken cancellationToken) =>
        RowsByAsync(db, nameof(IssuanceRecord.Ticket), campaignId, widthUs, from, to, cancellationToken);

    private static async Task<Dictionary<DateTimeOffset, long>> RowsByAsync(
        CouponDbContext db, string moment, long campaignId, long widthUs, StoreTime from, StoreTime to, CancellationToken cancellationToken)
    {
        string stretch = $"(\"{moment}\" - {Whole(from.Microseconds)}) / {Whole(widthUs)}";
        List<StretchRow> rows = await db.Database.SqlQueryRaw<StretchRow>(
            $$"""
            SELECT {{stretch}} AS "Stretch", CAST(COUNT(*) AS BIGINT) AS "Rows"
            FROM "issuances" WHERE "CampaignId" = {0} AND "{{moment}}" >= {1} AND "{{moment}}" < {2} GROUP BY {{stretch}}
            """, campaignId, from.Microseconds, to.Microseconds).ToListAsync(cancellationToken);
        return rows.ToDictionary(r => MomentOf(from.Microseconds + (r.Stretch * widthUs)), r => r.Rows);
    }

    /// <summary>Waits of all issued coupons by steps, in order.</summary>
    public static Task<List<WaitStep>> WaitsAsync(CouponDbContext db, long campaignId, CancellationToken cancellationToken) => db.Database.SqlQueryRaw<WaitStep>(
        $$"""
        SELECT {{WaitStepOf}} AS "Step", CAST(COUNT(*) AS BIGINT) AS "Coupons", MAX({{Wait}}) AS "LongestUs"
        FROM "issuances" WHERE "CampaignId" = {0} AND "Number" IS NOT NULL GROUP BY {{WaitStepOf}} ORDER BY 1
        """, campaignId).ToListAsync(cancellationToken);

    // SQL Server takes a constant beyond 32 bits for a decimal, and its division would leave a fraction.
    private static string Whole(long number) => string.Create(CultureInfo.InvariantCulture, $"CAST({number} AS BIGINT)");

    private static DateTimeOffset MomentOf(long microseconds) => new StoreTime(microseconds).ToDateTimeOffset();

    private sealed class AnswerRow
    {
        public long Stretch { get; set; }
        public long Admitted { get; set; }
        public long Repeated { get; set; }
        public long SoldOut { get; set; }
        public long Refused { get; set; }
        public long NotEligible { get; set; }
        public long Limited { get; set; }
    }

    private sealed class StretchRow
    {
        public long Stretch { get; set; }
        public long Rows { get; set; }
    }
}
