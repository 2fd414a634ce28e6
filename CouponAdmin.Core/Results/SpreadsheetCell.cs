using System.Collections.Frozen;

namespace CouponAdmin.Core.Results;

/// <summary>Text in a file that a spreadsheet opens: it is still that text after opening, saving and opening again, and it is never run (docs/exports.md).</summary>
/// <remarks>
/// A formula gets an apostrophe in front (OWASP, CSV Injection). What would be read as a number, a date, a time or a truth value gets a tab.
/// Form <c>="00123"</c> is not used: saving the sheet writes the bare value, and the next opening takes its zeros.
/// </remarks>
public static class SpreadsheetCell
{
    /// <summary>Characters that a guard adds to a text at most, with the quotes that a spreadsheet's clipboard puts around it.</summary>
    public const int OverheadMax = 4;

    private const char FormulaGuard = '\'';
    private const char TextGuard = '\t';

    /// <summary>No spreadsheet reads a text with more hyphens as a date: the codes of coupons have three.</summary>
    private const int DateHyphensMax = 2;

    private static readonly FrozenSet<string> TruthValues = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "true", "false");

    /// <summary>The only words that stand beside digits in a number, a date or a time, in the product's two languages.</summary>
    private static readonly FrozenSet<string> NumberWords = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "e", "a", "p", "am", "pm", "년", "월", "일", "시", "분", "초", "오전", "오후",
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
        "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NumberWordSpans = NumberWords.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The text as it goes into a cell.</summary>
    public static string Guard(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return StartsFormula(text) ? FormulaGuard + text : IsReadAsValue(text.AsSpan().Trim()) ? TextGuard + text : text;
    }

    /// <summary>The text that a cell stands for: as it is copied from a sheet, from the file, or from the forms that others use. A text without a guard comes back trimmed.</summary>
    public static string Unguard(string cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        string text = Unquoted(cell.Trim());
        if (text.StartsWith("=\"", StringComparison.Ordinal))
        {
            text = Unquoted(text[1..]);
        }

        // Before anything else an apostrophe is the text's own.
        return text is [FormulaGuard, _, ..] && Guard(text[1..]).Length == text.Length ? text[1..].Trim() : text;
    }

    private static string Unquoted(string text) =>
        text.Length > 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal).Trim() : text;

    // White space first does not help: some programs trim it.
    private static bool StartsFormula(string text) =>
        text.Length > 0 && (text[0] is '\t' or '\r' or '\n' || text.AsSpan().TrimStart() is [('=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠'), ..]);

    private static bool IsReadAsValue(ReadOnlySpan<char> text)
    {
        bool hasDigit = false;
        int hyphens = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsLetter(text[i]))
            {
                int length = LettersAt(text[i..]);
                if (!NumberWordSpans.Contains(text.Slice(i, length)))
                {
                    return IsTruthValue(text);
                }

                i += length - 1;
            }

            hasDigit |= char.IsDigit(text[i]);
            hyphens += text[i] == '-' ? 1 : 0;
        }

        return hasDigit && hyphens <= DateHyphensMax && !IsNetworkAddress(text);
    }

    private static int LettersAt(ReadOnlySpan<char> text)
    {
        int length = 1;
        while (length < text.Length && char.IsLetter(text[length]))
        {
            length++;
        }

        return length;
    }

    private static bool IsTruthValue(ReadOnlySpan<char> text) => text.Length is 4 or 5 && TruthValues.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text);

    // Three dots are a number only where each part but the first has three digits (1.234.567.890 in some countries).
    private static bool IsNetworkAddress(ReadOnlySpan<char> text) =>
        text.Count('.') == 3 && System.Net.IPAddress.TryParse(text, out _) && text[(text.IndexOf('.') + 1)..].Length != 11;
}
