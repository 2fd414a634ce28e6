using System.Runtime.CompilerServices;
using System.Text;

namespace CouponAdmin.Core.Issuance.Eligibility;

/// <summary>How a file of members is written.</summary>
public enum MemberFileKind
{
    /// <summary>One id a line, and nothing else.</summary>
    Text,

    /// <summary>Comma-separated; the first column, or the one that the first line calls <c>member</c>.</summary>
    Csv,
}

/// <summary>Reads a file of members line by line: whatever it holds, a few kilobytes of it are in memory.</summary>
internal static class MemberLines
{
    private const string Header = "member";
    private const int BufferLength = 16_384;

    /// <summary>One line of a file: its number from 1, and the id as it stands there without white space around it; null: the line is too long to look at.</summary>
    internal readonly record struct Line(int Number, string? Member);

    /// <summary>Every line but the header; what follows the last line end counts only if there is something.</summary>
    public static async IAsyncEnumerable<Line> ReadAsync(Stream file, MemberFileKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int number = 0;
        int column = 0;
        await foreach (string? line in LinesAsync(file, cancellationToken))
        {
            number++;
            if (number == 1 && line is not null && HeaderOf(line, kind) is { } found)
            {
                column = found;
                continue;
            }

            yield return new Line(number, line is null ? null : kind == MemberFileKind.Csv ? Field(line, column).Trim() : line.Trim());
        }
    }

    // A file without other columns may carry the word as well, whatever it calls itself.
    private static int? HeaderOf(string line, MemberFileKind kind)
    {
        if (kind == MemberFileKind.Text)
        {
            return line.Trim().Equals(Header, StringComparison.OrdinalIgnoreCase) ? 0 : null;
        }

        int columns = 1 + line.Count(',');
        for (int i = 0; i < columns; i++)
        {
            if (Field(line, i).Trim().Equals(Header, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>A field of a line (RFC 4180). An id holds no line end, so a field that is quoted over several lines isn't one.</summary>
    internal static string Field(string line, int column)
    {
        StringBuilder field = new();
        bool isQuoted = false;
        int at = 0;
        for (int i = 0; i < line.Length && at <= column; i++)
        {
            if (line[i] == '"')
            {
                // Two in a quoted field stand for one.
                bool isOne = isQuoted && i + 1 < line.Length && line[i + 1] == '"';
                if (isOne && at == column)
                {
                    field.Append('"');
                }

                (i, isQuoted) = isOne ? (i + 1, true) : (i, !isQuoted);
            }
            else if (line[i] == ',' && !isQuoted)
            {
                at++;
            }
            else if (at == column)
            {
                field.Append(line[i]);
            }
        }

        return field.ToString();
    }

    // Null: longer than anybody's id, and not kept.
    private static async IAsyncEnumerable<string?> LinesAsync(Stream file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using StreamReader reader = new(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: BufferLength, leaveOpen: true);
        char[] buffer = new char[BufferLength];
        StringBuilder line = new();
        bool isTooLong = false;
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            int from = 0;
            for (int end; (end = Array.IndexOf(buffer, '\n', from, read - from)) >= 0; from = end + 1)
            {
                Add(end - from, from);
                yield return isTooLong ? null : line.ToString();
                line.Clear();
                isTooLong = false;
            }

            Add(read - from, from);
        }

        if (line.Length > 0 || isTooLong)
        {
            yield return isTooLong ? null : line.ToString();
        }

        void Add(int count, int from)
        {
            isTooLong |= line.Length + count > MemberListRules.LineLengthMax;
            if (isTooLong)
            {
                line.Clear();
            }
            else
            {
                line.Append(buffer, from, count);
            }
        }
    }
}
