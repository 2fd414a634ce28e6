using CouponAdmin.Core.Campaigns;

namespace CouponAdmin.Core.Issuance.Eligibility;

/// <summary>Why a line of a file gave no member.</summary>
public enum MemberLineFault
{
    /// <summary>The member stands in a line before.</summary>
    Repeated,

    /// <summary>Nothing stands where a member should.</summary>
    Empty,

    /// <summary>An id of more than 128 characters.</summary>
    TooLong,

    /// <summary>Control characters, or bytes that are no UTF-8.</summary>
    IllFormed,
}

/// <summary>A line that gave no member.</summary>
/// <param name="Line">1 is the first line of the file.</param>
/// <param name="Fault">Why.</param>
public sealed record MemberLineProblem(int Line, MemberLineFault Fault);

/// <summary>What an import took, and what it left out.</summary>
/// <param name="Members">Members on the list now.</param>
/// <param name="Doubles">Lines whose member stands in a line before.</param>
/// <param name="Empty">Lines without a member.</param>
/// <param name="TooLong">Lines whose id is too long.</param>
/// <param name="IllFormed">Lines whose id can't be one.</param>
/// <param name="Lines">The first 100 lines that were left out, in order.</param>
public sealed record MemberListReport(int Members, int Doubles, int Empty, int TooLong, int IllFormed, IReadOnlyList<MemberLineProblem> Lines);

/// <summary>An import that is in force, or will be as soon as the store answers.</summary>
/// <param name="Campaign">The campaign with its list.</param>
/// <param name="Report">What was taken.</param>
public sealed record MemberListImport(CampaignView Campaign, MemberListReport Report);
