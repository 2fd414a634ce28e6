using CouponAdmin.Core.Operators;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CouponAdmin.Web.Accounts.Links;

/// <summary>Secrets that somebody asked for on the page, who waits for the mail.</summary>
internal sealed class ResetTokens(IDataProtectionProvider keys, IOptions<ResetTokens.Life> options, ILogger<DataProtectorTokenProvider<Account>> log)
    : DataProtectorTokenProvider<Account>(keys, options, log)
{
    public const string ProviderName = "reset-link";

    public static readonly TimeSpan LivesFor = TimeSpan.FromMinutes(30);

    internal sealed class Life : DataProtectionTokenProviderOptions
    {
        public Life() => (Name, TokenLifespan) = (ProviderName, LivesFor);
    }
}

/// <summary>Secrets that an administrator gives somebody, who may read them after a weekend.</summary>
internal sealed class InviteTokens(IDataProtectionProvider keys, IOptions<InviteTokens.Life> options, ILogger<DataProtectorTokenProvider<Account>> log)
    : DataProtectorTokenProvider<Account>(keys, options, log)
{
    public const string ProviderName = "invite-link";

    public static readonly TimeSpan LivesFor = TimeSpan.FromDays(3);

    internal sealed class Life : DataProtectionTokenProviderOptions
    {
        public Life() => (Name, TokenLifespan) = (ProviderName, LivesFor);
    }
}
