using System.Globalization;
using CouponAdmin.Core.Coupons;

namespace CouponAdmin.Core.Issuance;

/// <summary>What a searched text can mean besides a member's id.</summary>
/// <param name="Code">As stored (<see cref="TypedCode.Read"/>); null when the text has no code's shape.</param>
/// <param name="Number">A coupon's number.</param>
/// <param name="Ticket">A ticket: microseconds of a moment between 2001 and 2286.</param>
internal readonly record struct IssuanceTerm(string? Code, int? Number, long? Ticket)
{
    private const int TicketDigits = 16;

    /// <summary>It can mean nothing besides a member's id.</summary>
    public bool IsEmpty => Code is null && Number is null && Ticket is null;

    public static IssuanceTerm Of(string text)
    {
        string plain = TypedCode.Plain(text).Replace(",", "", StringComparison.Ordinal);
        return new IssuanceTerm(
            TypedCode.Read(text),
            int.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null,
            plain.Length == TicketDigits && long.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out long ticket) ? ticket : null);
    }
}
