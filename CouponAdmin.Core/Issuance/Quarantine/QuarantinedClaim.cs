using System.Text;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.Issuance.Quarantine;

/// <summary>Beside each quarantined row: whose claim it is and why it could not be stored as issued.</summary>
/// <remarks>
/// Where not even the row can hold its member (a text that the database refuses), the row has a stand-in and the member is kept here alone,
/// as base64 of UTF-8: plain letters that every database stores. So no claim can hold up those behind it.
/// </remarks>
public sealed class QuarantinedClaim
{
    /// <summary>Letters of the longest member: 128 characters of up to four bytes, as base64.</summary>
    public const int MemberBase64LengthMax = 700;

    /// <summary>Begins with a space, which no member's id does (<see cref="MemberId"/>).</summary>
    private const string StandInPrefix = " unstorable ";

    public long CampaignId { get; init; }
    public long Ticket { get; init; }
    public required string MemberBase64 { get; init; }

    /// <summary>The database's own code, such as <c>PostgreSQL 23514</c>.</summary>
    public required string Reason { get; init; }

    public StoreTime At { get; init; }

    public string Member => Encoding.UTF8.GetString(Convert.FromBase64String(MemberBase64));

    internal static string Encode(string member) => Convert.ToBase64String(Encoding.UTF8.GetBytes(member));

    /// <summary>What stands in the row for a member that the row can't hold.</summary>
    internal static string StandIn(long ticket) => $"{StandInPrefix}{ticket}";

    internal static bool IsStandIn(string member) => member.StartsWith(StandInPrefix, StringComparison.Ordinal);

    private sealed class Mapping : IEntityTypeConfiguration<QuarantinedClaim>
    {
        public void Configure(EntityTypeBuilder<QuarantinedClaim> builder)
        {
            builder.ToTable("quarantined_claims").HasKey(q => new { q.CampaignId, q.Ticket });
            builder.HasOne<Campaign>().WithMany().HasForeignKey(q => q.CampaignId).OnDelete(DeleteBehavior.Restrict);
            builder.Property(q => q.Ticket).ValueGeneratedNever();
            builder.Property(q => q.MemberBase64).HasMaxLength(MemberBase64LengthMax);
            builder.Property(q => q.Reason).HasMaxLength(100);
            builder.Ignore(q => q.Member);
        }
    }
}
