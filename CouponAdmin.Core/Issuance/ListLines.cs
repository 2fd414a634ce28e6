using System.Runtime.CompilerServices;
using System.Text;

namespace CouponAdmin.Core.Issuance;

/// <summary>How a file of one thing a line, such as members or codes, is written.</summary>
public enum ListFileKind
{
    /// <summary>One of them a line, and nothing else.</summary>
    Text,

    /// <summary>Comma-separated; the first column, or the one that the first line calls by its name, such as <c>member</c>.</summary>
    Csv,
}

/// <summary>Reads a file of one thing a line: whatever it holds, a few kilobytes of it are in memory.</summary>
internal static class ListLines
{
    /// <summary>The first line's name for a column of members.</summary>
    public const string Members = "member";

    /// <summary>The first line's name for a column of codes.</summary>
    public const string Codes = "code";

    /// <summary>Characters of a line that are looked at; a longer one is reported as too long.</summary>
    public const int LengthMax = 4_096;

    private const int BufferLength = 16_384;

    /// <summary>One line of a file: its number from 1, and what stands there without white space around it; null: the line is too long to look at.</summary>
    internal readonly record struct Line(int Number, string? Text);

    /// <summary>Every line but the header; what follows the last line end counts only if there is something.</summary>
    /// <param name="file">UTF-8, read to its end.</param>
    /// <param name="kind">How it is written.</param>
    /// <param name="header">What the first line calls the column.</param>
    public static async IAsyncEnumerable<Line> ReadAsync(Stream file, ListFileKind kind, string header, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int number = 0;
        int column = 0;
        await foreach (string? line in LinesAsync(file, cancellationToken))
        {
            number++;
            if (number == 1 && line is not null && HeaderOf(line, kind, header) is { } found)
            {
                column = found;
                continue;
            }

            yield return new Line(number, line is null ? null : kind == ListFileKind.Csv ? Field(line, column).Trim() : line.Trim());
        }
    }

    // A file without other columns may carry the word as well, whatever it calls itself.
    private static int? HeaderOf(string line, ListFileKind kind, string header)
    {
        if (kind == ListFileKind.Text)
        {
            return line.Trim().Equals(header, StringComparison.OrdinalIgnoreCase) ? 0 : null;
        }

        int columns = 1 + line.Count(',');
        for (int i = 0; i < columns; i++)
        {
            if (Field(line, i).Trim().Equals(header, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>A field of a line (RFC 4180). Neither an id nor a code holds a line end, so a field that is quoted over several lines is none.</summary>
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

    // Null: too long, and not kept.
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
            isTooLong |= line.Length + count > LengthMax;
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
