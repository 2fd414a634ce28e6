using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Eligibility;

/// <summary>Reads a file into the database, a few thousand members at a time, and counts what it leaves out.</summary>
internal class MemberListWriter(IDbContextFactory<CouponDbContext> databases)
{
    /// <summary>Smaller in a test alone.</summary>
    internal int MembersMax { get; init; } = MemberListRules.MembersMax;

    /// <summary>What was read; null for the list if it holds more members than one may.</summary>
    public async Task<MemberListReport?> WriteAsync(
        long listId, Stream file, ListFileKind kind, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        Count count = new();
        List<string> batch = new(MemberListRules.MembersPerTransaction);
        await foreach (ListLines.Line line in ListLines.ReadAsync(file, kind, ListLines.Members, cancellationToken))
        {
            if (!count.Takes(line))
            {
                continue;
            }

            if (count.Members > MembersMax)
            {
                return null;
            }

            batch.Add(line.Text!);
            if (batch.Count == MemberListRules.MembersPerTransaction)
            {
                await FlushAsync();
            }
        }

        await FlushAsync();
        return count.Report();

        async Task FlushAsync()
        {
            await InsertAsync(listId, batch, cancellationToken);
            batch.Clear();
            progress?.Report(count.Members);
        }
    }

    /// <summary>Stores a few thousand in one transaction.</summary>
    protected virtual async Task InsertAsync(long listId, IReadOnlyList<string> members, CancellationToken cancellationToken)
    {
        if (members.Count == 0)
        {
            return;
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await MemberListInsert.RunAsync(db, listId, members, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Counts lines by what they are. Of a member it keeps 16 bytes of a digest: two members that share one are not to be met.</summary>
    private sealed class Count
    {
        private readonly HashSet<UInt128> _seen = [];
        private readonly int[] _faults = new int[Enum.GetValues<MemberLineFault>().Length];
        private readonly List<MemberLineProblem> _named = [];

        public int Members => _seen.Count;

        public bool Takes(ListLines.Line line)
        {
            if (FaultOf(line.Text) is not { } fault)
            {
                return true;
            }

            _faults[(int)fault]++;
            if (_named.Count < MemberListRules.LinesNamedMax)
            {
                _named.Add(new MemberLineProblem(line.Number, fault));
            }

            return false;
        }

        public MemberListReport Report() => new(
            Members, _faults[(int)MemberLineFault.Repeated], _faults[(int)MemberLineFault.Empty], _faults[(int)MemberLineFault.TooLong],
            _faults[(int)MemberLineFault.IllFormed], _named);

        private MemberLineFault? FaultOf(string? member) => member switch
        {
            null or { Length: > MemberId.LengthMax } => MemberLineFault.TooLong,
            "" => MemberLineFault.Empty,

            // What a reader puts in place of bytes that are no UTF-8.
            _ when !MemberId.IsValid(member) || member.Contains('\uFFFD', StringComparison.Ordinal) => MemberLineFault.IllFormed,
            _ => _seen.Add(DigestOf(member)) ? null : MemberLineFault.Repeated,
        };

        private static UInt128 DigestOf(string member)
        {
            Span<byte> text = stackalloc byte[Encoding.UTF8.GetMaxByteCount(MemberId.LengthMax)];
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(text[..Encoding.UTF8.GetBytes(member, text)], digest);
            return BinaryPrimitives.ReadUInt128LittleEndian(digest);
        }
    }
}
