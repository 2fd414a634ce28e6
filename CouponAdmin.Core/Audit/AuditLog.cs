using System.Diagnostics.CodeAnalysis;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Audit;

/// <summary>Reads who did what, newest first.</summary>
public sealed class AuditLog(IDbContextFactory<CouponDbContext> databases)
{
    /// <summary>Entries on one page at most.</summary>
    public const int PageSizeMax = 200;

    /// <summary>Kinds of acts that a list of choices names at most.</summary>
    public const int ActionsMax = 100;

    /// <summary>One page, newest first, from <paramref name="skip"/>, with the number of all that match.</summary>
    public async Task<(IReadOnlyList<AuditEntry> Items, int Total)> SliceAsync(AuditFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        IQueryable<AuditEntry> found = Matching(db, filter);
        int total = await found.CountAsync(cancellationToken);
        List<AuditEntry> page = await found.OrderByDescending(a => a.Id)
            .Skip(Math.Max(0, skip)).Take(Math.Clamp(take, 1, PageSizeMax)).ToListAsync(cancellationToken);
        return (page, total);
    }

    /// <summary>The kinds of acts that were ever written down, by name.</summary>
    public async Task<IReadOnlyList<string>> ActionsAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<AuditEntry>().Select(a => a.Action).Distinct().OrderBy(a => a).Take(ActionsMax).ToListAsync(cancellationToken);
    }

    /// <summary>The entries that match, for a page or a file.</summary>
    [SuppressMessage("Globalization", "CA1304", Justification = "Translated to the database's lower().")]
    [SuppressMessage("Globalization", "CA1311", Justification = "Translated to the database's lower().")]
    [SuppressMessage("Performance", "CA1862", Justification = "Translated to the database's lower().")]
    [SuppressMessage("Usage", "MA0011", Justification = "Translated to the database's lower().")]
    internal static IQueryable<AuditEntry> Matching(CouponDbContext db, AuditFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        IQueryable<AuditEntry> found = db.Set<AuditEntry>().AsNoTracking();
        if (Given(filter.Who) is { } who)
        {
            string lower = who.ToLowerInvariant();
            found = found.Where(a => a.ActorId == who || a.ActorName.ToLower().Contains(lower));
        }

        if (Given(filter.Action) is { } action)
        {
            found = found.Where(a => a.Action == action);
        }

        if (Given(filter.Subject) is { } subject)
        {
            // What was copied from an exported file means the text that its cell stands for.
            string beginning = subject.ToLowerInvariant(), plain = SpreadsheetCell.Unguard(subject).ToLowerInvariant();
            found = filter.IsWholeSubject
                ? found.Where(a => a.Subject == subject)
                : found.Where(a => a.Subject.ToLower().StartsWith(beginning) || a.Subject.ToLower().StartsWith(plain));
        }

        if (filter.From is { } from)
        {
            found = found.Where(a => a.At >= from);
        }

        return filter.To is { } to ? found.Where(a => a.At < to) : found;
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
