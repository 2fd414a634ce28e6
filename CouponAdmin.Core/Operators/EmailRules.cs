using System.Globalization;
using CouponAdmin.Core.Results;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Core.Operators;

/// <summary>What may be an account's address: the letters of every script and the signs that mail allows (RFC 5322, section 3.2.3; RFC 6531), no quoting, no lists.</summary>
/// <remarks>The framework's own list of letters for names is empty here: it keeps out an apostrophe and every letter beyond ASCII.</remarks>
public sealed class EmailRules : IUserValidator<Account>
{
    /// <summary>Signs that end an address, or begin something else than one.</summary>
    private const string Unwelcome = "()<>[]:;,\\\"";

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user)
    {
        ArgumentNullException.ThrowIfNull(manager);
        ArgumentNullException.ThrowIfNull(user);
        return Task.FromResult(IsEmail(user.Email) ? IdentityResult.Success : IdentityResult.Failed(manager.ErrorDescriber.InvalidEmail(user.Email)));
    }

    /// <summary>Whether it is an address, no longer than the database keeps it: as it is, and as it is looked for.</summary>
    public static bool IsEmail(string? email) =>
        email is { Length: > 2 and <= AccountRules.EmailLengthMax }
        && HasShape(email)
        && EmailNormalizer.Of(email) is { Length: <= AccountRules.EmailLengthMax };

    private static bool HasShape(string email)
    {
        int at = email.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == email.LastIndexOf('@') && at < email.Length - 1
            && WellFormedText.IsOk(email, lines: false)
            && !email.Any(c => char.IsWhiteSpace(c) || Unwelcome.Contains(c, StringComparison.Ordinal) || char.GetUnicodeCategory(c) == UnicodeCategory.Format);
    }
}
