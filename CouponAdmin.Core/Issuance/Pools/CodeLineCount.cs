using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Issuance.Pools;

/// <summary>A line with a code that may be taken, unless the database knows it.</summary>
/// <param name="Number">The line's, from 1.</param>
/// <param name="Code">As it stands there.</param>
/// <param name="LookUp">What it is compared by.</param>
internal readonly record struct CodeLine(int Number, string Code, string LookUp)
{
    /// <summary>The writings under which a coupon may have this code.</summary>
    public IEnumerable<string> StoredForms => TypedCode.Read(Code) is { } generated ? [Code, generated] : [Code];
}

/// <summary>Counts lines by what they are. Of a code it keeps 16 bytes of a digest: two codes that share one are not to be met.</summary>
internal sealed class CodeLineCount
{
    private readonly HashSet<UInt128> _seen = [];
    private readonly int[] _faults = new int[Enum.GetValues<CodeLineFault>().Length];
    private readonly List<CodeLineProblem> _named = [];

    /// <summary>Codes that differ, known to the database or not.</summary>
    public int Distinct => _seen.Count;

    public int Taken { get; private set; }

    /// <summary>The code of a line; null after it was counted among those that give none.</summary>
    public CodeLine? Take(ListLines.Line line)
    {
        (CodeLineFault? fault, string code, string lookUp) = Judge(line.Text);
        if (fault is { } found)
        {
            Count(line.Number, found);
            return null;
        }

        return new CodeLine(line.Number, code, lookUp);
    }

    /// <summary>The lines whose code the database doesn't know; the others are counted.</summary>
    public List<CodeLine> LeaveOut(List<CodeLine> lines, List<string> pooled, List<string> issued)
    {
        HashSet<string> inPools = new(pooled, StringComparer.Ordinal), inHands = new(issued, StringComparer.Ordinal);
        List<CodeLine> taken = new(lines.Count);
        foreach (CodeLine line in lines)
        {
            if (inPools.Contains(line.LookUp))
            {
                Count(line.Number, CodeLineFault.AlreadyPooled);
            }
            else if (inHands.Count > 0 && line.StoredForms.Any(inHands.Contains))
            {
                Count(line.Number, CodeLineFault.AlreadyIssued);
            }
            else
            {
                taken.Add(line);
            }
        }

        Taken += taken.Count;
        return taken;
    }

    public CodePoolReport Report() => new(
        Taken, Of(CodeLineFault.Repeated), Of(CodeLineFault.Empty), Of(CodeLineFault.TooShort), Of(CodeLineFault.TooLong), Of(CodeLineFault.IllFormed),
        Of(CodeLineFault.AlreadyPooled), Of(CodeLineFault.AlreadyIssued), [.. _named.OrderBy(line => line.Line)]);

    private int Of(CodeLineFault fault) => _faults[(int)fault];

    private void Count(int line, CodeLineFault fault)
    {
        if (++_faults[(int)fault] <= CodePoolRules.LinesNamedMax)
        {
            _named.Add(new CodeLineProblem(line, fault));
        }
    }

    private (CodeLineFault? Fault, string Code, string LookUp) Judge(string? text)
    {
        string code = text is null ? "" : SpreadsheetCell.Unguard(text);
        string? lookUp = PoolCode.LookUpOf(code);
        CodeLineFault? fault =
            text is null || code.Length > PoolCode.LengthMax ? CodeLineFault.TooLong
            : code.Length == 0 ? CodeLineFault.Empty
            : !PoolCode.IsWellFormed(code) ? CodeLineFault.IllFormed
            : lookUp is null ? CodeLineFault.TooShort
            : _seen.Add(DigestOf(lookUp)) ? null : CodeLineFault.Repeated;
        return (fault, code, lookUp ?? "");
    }

    private static UInt128 DigestOf(string lookUp)
    {
        Span<byte> text = stackalloc byte[PoolCode.LengthMax];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.ASCII.GetBytes(lookUp, text)], digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }
}
