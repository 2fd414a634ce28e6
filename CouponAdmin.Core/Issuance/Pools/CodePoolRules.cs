using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Coupons;

namespace CouponAdmin.Core.Issuance.Pools;

/// <summary>The limits of a code pool. Those of one code stand with <see cref="PoolCode"/>.</summary>
public static class CodePoolRules
{
    /// <summary>Codes of one file at most; one more refuses the file as a whole.</summary>
    public const int CodesPerFileMax = 1_000_000;

    /// <summary>Codes of one pool at most, from any number of files.</summary>
    public const int CodesMax = CampaignDraftRules.QuantityMax;

    /// <summary>Bytes of a file at most: as many codes of the greatest length with their line ends, and as many again for other columns.</summary>
    public const long FileBytesMax = 2L * CodesPerFileMax * (PoolCode.LengthMax + 2);

    /// <summary>Lines that the report names of each fault; the others are counted.</summary>
    public const int LinesNamedMax = 20;

    /// <summary>Codes in one transaction: SQLite has one writer, which a sale may need meanwhile.</summary>
    public const int CodesPerTransaction = 5_000;

    /// <summary>Imports under way in one instance; the next waits. Each keeps 16 bytes a code to find those that come twice.</summary>
    public const int ImportsAtOnce = 2;

    /// <summary>An import that has said nothing for so long has ended with its instance.</summary>
    public static readonly TimeSpan LeaseFor = TimeSpan.FromMinutes(1);

    /// <summary>When fewer codes than this share of the pool are left, the console says so.</summary>
    public const int FewLeftPercent = 10;
}
