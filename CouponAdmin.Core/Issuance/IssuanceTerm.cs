using System.Globalization;

namespace CouponAdmin.Core.Issuance;

/// <summary>What a searched text can mean besides a member's id.</summary>
/// <param name="Code">As stored: capitals, in groups of four; null when the text has no code's shape.</param>
/// <param name="Number">A coupon's number.</param>
/// <param name="Ticket">A ticket: microseconds of a moment between 2001 and 2286.</param>
internal readonly record struct IssuanceTerm(string? Code, int? Number, long? Ticket)
{
    private const int Group = 4;
    private const int Symbols = 16;
    private const int TicketDigits = 16;

    public static IssuanceTerm Of(string text)
    {
        string plain = text.Replace(",", "", StringComparison.Ordinal);
        return new IssuanceTerm(
            CodeOf(text),
            int.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null,
            plain.Length == TicketDigits && long.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out long ticket) ? ticket : null);
    }

    // People leave the hyphens out, or put spaces for them.
    private static string? CodeOf(string text)
    {
        string symbols = string.Concat(text.Where(c => c is not ('-' or ' '))).ToUpperInvariant();
        return symbols.Length == Symbols && symbols.All(char.IsAsciiLetterOrDigit)
            ? string.Join('-', symbols.Chunk(Group).Select(group => new string(group)))
            : null;
    }
}
