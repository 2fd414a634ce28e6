using System.Diagnostics.CodeAnalysis;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Pools;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance;

/// <summary>By what a history is put in order.</summary>
public enum IssuanceOrder
{
    /// <summary>When it was claimed.</summary>
    Ticket,
    Number,

    /// <summary>When its row was written.</summary>
    Stored,
    Member,
    Status,
}

/// <summary>Which rows of a campaign's history, and in what order. The console's table and its file ask with the same one.</summary>
/// <param name="Search">A number, code or ticket exactly, or the start of a member's id, compared by bytes.</param>
/// <param name="Status">One status only.</param>
/// <param name="From">Claimed at this moment or later.</param>
/// <param name="To">Claimed before this moment.</param>
public sealed record IssuanceFilter(string? Search = null, ClaimStatus? Status = null, DateTimeOffset? From = null, DateTimeOffset? To = null)
{
    /// <summary>One member only: the whole id, compared by bytes.</summary>
    public string? Member { get; init; }

    /// <summary>Written or changed at this moment or later, whatever changed it.</summary>
    public DateTimeOffset? UpdatedSince { get; init; }

    public IssuanceOrder Order { get; init; }

    public bool IsDescending { get; init; } = true;

    /// <summary>Every row fits: their count is in the campaign's books.</summary>
    internal bool IsOpen => string.IsNullOrWhiteSpace(Search) && Status is null && From is null && To is null && Member is null && UpdatedSince is null;

    /// <summary>Pages go by number: all coupons, or those of a status whose rows have one. Any other wish may mean rows without.</summary>
    internal bool IsByNumber => IsOpen || Status is ClaimStatus.Issued or ClaimStatus.Redeemed or ClaimStatus.Revoked;

    /// <summary>The searched text as a code of a pool; null when it is none, or wasn't looked up.</summary>
    private string? PooledCode { get; init; }

    /// <summary>The same filter with a searched code looked up in the pools: to be done once before it is applied.</summary>
    internal async Task<IssuanceFilter> ResolveAsync(CouponDbContext db, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(Search) ? this : this with { PooledCode = await db.PooledCodeAsync(SpreadsheetCell.Unguard(Search), cancellationToken) };

    internal IQueryable<IssuanceRecord> Apply(IQueryable<IssuanceRecord> rows)
    {
        if (Status is { } status)
        {
            rows = rows.Where(i => i.Status == status);
        }

        if (Member is { } member)
        {
            rows = rows.Where(i => i.Member == member);
        }

        if (UpdatedSince is { } moment)
        {
            StoreTime since = StoreTime.From(moment);
            rows = rows.Where(i => i.RecordedAt >= since || i.ChangedAt >= since);
        }

        if (From is { } from)
        {
            long first = StoreTime.From(from).Microseconds;
            rows = rows.Where(i => i.Ticket >= first);
        }

        if (To is { } to)
        {
            long end = StoreTime.From(to).Microseconds;
            rows = rows.Where(i => i.Ticket < end);
        }

        return string.IsNullOrWhiteSpace(Search) ? rows : Matching(rows, Search.Trim(), PooledCode);
    }

    /// <summary>Ends with the ticket, which is unique: a page never repeats or skips a row of equal rank.</summary>
    internal IQueryable<IssuanceRecord> Sort(IQueryable<IssuanceRecord> rows) => (Order, IsDescending) switch
    {
        (IssuanceOrder.Ticket, false) => rows.OrderBy(i => i.Ticket),
        (IssuanceOrder.Ticket, true) => rows.OrderByDescending(i => i.Ticket),

        // Claims that were never issued have no number; they come last both ways, which databases don't agree upon by themselves.
        (IssuanceOrder.Number, false) => rows.OrderBy(i => i.Number == null).ThenBy(i => i.Number).ThenBy(i => i.Ticket),
        (IssuanceOrder.Number, true) => rows.OrderBy(i => i.Number == null).ThenByDescending(i => i.Number).ThenByDescending(i => i.Ticket),
        (IssuanceOrder.Stored, false) => rows.OrderBy(i => i.RecordedAt).ThenBy(i => i.Ticket),
        (IssuanceOrder.Stored, true) => rows.OrderByDescending(i => i.RecordedAt).ThenByDescending(i => i.Ticket),
        (IssuanceOrder.Member, false) => rows.OrderBy(i => i.Member),
        (IssuanceOrder.Member, true) => rows.OrderByDescending(i => i.Member),
        (IssuanceOrder.Status, false) => rows.OrderBy(i => i.Status).ThenBy(i => i.Ticket),
        (IssuanceOrder.Status, true) => rows.OrderByDescending(i => i.Status).ThenByDescending(i => i.Ticket),
    };

    [SuppressMessage("Performance", "CA1858", Justification = "Translated: databases differ in what the start of a text is, but not in a position.")]
    private static IQueryable<IssuanceRecord> Matching(IQueryable<IssuanceRecord> rows, string text, string? pooled)
    {
        // What was copied from an exported file means the text that its cell stands for.
        string cell = SpreadsheetCell.Unguard(text);
        (string? code, int? number, long? ticket) = IssuanceTerm.Of(cell);

        // PostgreSQL refuses U+0000, which no member's id holds either.
        string? start = WellFormedText.IsOk(text, lines: false) ? text : null;
        string? plain = WellFormedText.IsOk(cell, lines: false) ? cell : null;

        // The position compares by bytes everywhere and knows no wildcards; SQLite's LIKE takes A for a.
        return rows.Where(i => (start != null && i.Member.IndexOf(start) == 0) || (plain != null && i.Member.IndexOf(plain) == 0)
            || (code != null && i.Code == code) || (pooled != null && i.Code == pooled) || (number != null && i.Number == number) || (ticket != null && i.Ticket == ticket));
    }
}
