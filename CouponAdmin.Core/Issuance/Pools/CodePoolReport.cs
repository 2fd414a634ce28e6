namespace CouponAdmin.Core.Issuance.Pools;

/// <summary>Why a line of a file gave no code.</summary>
public enum CodeLineFault
{
    /// <summary>The code stands in a line before; case, spaces and hyphens make no difference.</summary>
    Repeated,

    /// <summary>Nothing stands where a code should.</summary>
    Empty,

    /// <summary>Fewer than 4 letters and digits.</summary>
    TooShort,

    /// <summary>More than 64 characters.</summary>
    TooLong,

    /// <summary>Other characters than A–Z, a–z, 0–9, hyphen, point, underscore and tilde.</summary>
    IllFormed,

    /// <summary>The code stands in a pool, of this campaign or of another.</summary>
    AlreadyPooled,

    /// <summary>A coupon has been issued with this code.</summary>
    AlreadyIssued,
}

/// <summary>A line that gave no code.</summary>
/// <param name="Line">1 is the first line of the file.</param>
/// <param name="Fault">Why.</param>
public sealed record CodeLineProblem(int Line, CodeLineFault Fault);

/// <summary>What an import of codes took, and what it left out.</summary>
/// <param name="Codes">Codes that were taken, in the order of their lines.</param>
/// <param name="Doubles">Lines whose code stands in a line before.</param>
/// <param name="Empty">Lines without a code.</param>
/// <param name="TooShort">Lines whose code is too short.</param>
/// <param name="TooLong">Lines whose code is too long.</param>
/// <param name="IllFormed">Lines whose code has other characters than a code may have.</param>
/// <param name="AlreadyPooled">Lines whose code stands in a pool already.</param>
/// <param name="AlreadyIssued">Lines whose code a coupon has already.</param>
/// <param name="Lines">The first 20 lines of each fault, in order.</param>
public sealed record CodePoolReport(
    int Codes, int Doubles, int Empty, int TooShort, int TooLong, int IllFormed, int AlreadyPooled, int AlreadyIssued, IReadOnlyList<CodeLineProblem> Lines);

/// <summary>Codes that were put into a pool.</summary>
/// <param name="Pool">The pool with them.</param>
/// <param name="Report">What was taken.</param>
public sealed record CodeImportAnswer(CodePoolView Pool, CodePoolReport Report)
{
    /// <summary>The same key had this answer before, and nothing was done again.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsRepeated { get; init; }
}
