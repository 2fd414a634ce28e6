namespace CouponAdmin.Core.Issuance.Eligibility;

/// <summary>The limits of a member list.</summary>
public static class MemberListRules
{
    /// <summary>Members on one list at most; one more refuses the file as a whole.</summary>
    public const int MembersMax = 1_000_000;

    /// <summary>Bytes of a file at most: as many ids of the greatest length in ASCII, with their line ends and as many again for other columns.</summary>
    public const long FileBytesMax = 2L * MembersMax * (MemberId.LengthMax + 2);

    /// <summary>Lines that the report names one by one; the others are counted.</summary>
    public const int LinesNamedMax = 100;

    /// <summary>Members in one transaction: SQLite has one writer, which a sale may need meanwhile.</summary>
    public const int MembersPerTransaction = 5_000;

    /// <summary>Members sent to the store in one command, which holds up admission for as long.</summary>
    public const int MembersPerCommand = 1_000;

    /// <summary>Imports under way in one instance; the next waits. Each keeps 16 bytes a member to find those who come twice.</summary>
    public const int ImportsAtOnce = 2;

    /// <summary>A list that no campaign names was left behind by an import that ended early, once it is this old.</summary>
    public static readonly TimeSpan ImportTakesAtMost = TimeSpan.FromHours(6);
}
