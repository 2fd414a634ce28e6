using System.Security.Cryptography;
using CouponAdmin.Core.Operators;
using Microsoft.AspNetCore.DataProtection;

namespace CouponAdmin.Web.Accounts.Links;

/// <summary>What the mail to a new address carries: whose it is and which address. Not bound to the security stamp: signing out meanwhile must not end it, and it lets nobody in.</summary>
internal sealed class AddressSeal(IDataProtectionProvider keys)
{
    public static readonly TimeSpan LivesFor = TimeSpan.FromDays(7);

    private readonly ITimeLimitedDataProtector _seal = keys.CreateProtector("confirm-address-1").ToTimeLimitedDataProtector();

    public string Of(Account account) => _seal.Protect($"{account.Id}\n{account.NormalizedEmail}", LivesFor);

    /// <summary>The account's id and the address that was written to; null: made up, or too old.</summary>
    public (string AccountId, string Address)? Read(string? text)
    {
        if (text is not { Length: > 0 and <= LinkCode.LengthMax })
        {
            return null;
        }

        try
        {
            return _seal.Unprotect(text.Trim()).Split('\n') is [var id, var address] ? (id, address) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
