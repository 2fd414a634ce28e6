using System.Text.Json;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Idempotency;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.Audit;

/// <summary>Writes who did what, in the caller's transaction: an act without its entry, or the reverse, can't be committed.</summary>
public static class AuditTrail
{
    /// <summary>Letters of the longest address: IPv6 with a zone.</summary>
    public const int AddressLengthMax = 64;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Adds an entry to the context; the caller saves.</summary>
    /// <param name="db">The context of the transaction that carries the act out.</param>
    /// <param name="at">The store's clock.</param>
    /// <param name="by">Who.</param>
    /// <param name="action">What was done.</param>
    /// <param name="subject">What it was done to.</param>
    /// <param name="reason">Why, where a reason was asked for.</param>
    /// <param name="change">The values, as they are shown to people.</param>
    public static void Write(CouponDbContext db, StoreTime at, Actor by, AuditAction action, string subject, string? reason = null, IAuditChange? change = null)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(by);
        db.Add(new AuditEntry
        {
            At = at,
            ActorId = by.Id,
            ActorName = by.Name,
            Address = by.Address,
            Action = AuditActions.NameOf(action),
            Subject = subject,
            Reason = reason,
            Change = change is null ? null : JsonSerializer.Serialize(change, change.GetType(), Json),
        });

        // The act and the note that it was done under a key are committed together, or neither is.
        KeyedAct.Current?.Note(db, at);
    }

    private sealed class Mapping : IEntityTypeConfiguration<AuditEntry>
    {
        public void Configure(EntityTypeBuilder<AuditEntry> builder)
        {
            builder.ToTable("audit_entries").HasKey(a => a.Id);
            builder.HasIndex(a => a.At);
            builder.HasIndex(a => new { a.Subject, a.At });
            builder.Property(a => a.ActorId).HasMaxLength(450);
            builder.Property(a => a.ActorName).HasMaxLength(256);
            builder.Property(a => a.Address).HasMaxLength(AddressLengthMax);
            builder.Property(a => a.Action).HasMaxLength(50);
            builder.Property(a => a.Subject).HasMaxLength(256);
            builder.Property(a => a.Reason).HasMaxLength(500);
        }
    }
}
