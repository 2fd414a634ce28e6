using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Bench.Rivals;

internal sealed class SaleRow
{
    public int Id { get; init; }

    public int Quantity { get; init; }

    public int Issued { get; set; }
}

internal sealed class CouponRow
{
    public long Id { get; init; }

    public int SaleId { get; init; }

    public required string Member { get; init; }

    public required string Code { get; init; }
}

/// <summary>The rivals' two tables.</summary>
internal sealed class RivalContext(DbContextOptions<RivalContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SaleRow>().ToTable("sales");
        modelBuilder.Entity<CouponRow>().ToTable("coupons");
        modelBuilder.Entity<CouponRow>().HasIndex(c => new { c.SaleId, c.Member }).IsUnique();
        modelBuilder.Entity<CouponRow>().HasIndex(c => c.Code).IsUnique();
    }
}
