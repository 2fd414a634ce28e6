using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Operators;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Accounts;

/// <summary>Keeps accounts of disabled members from signing in: Identity asks this of every account before it lets anybody in.</summary>
internal sealed class EnabledAccounts(DisabledMembers disabled) : IUserConfirmation<Account>
{
    public Task<bool> IsConfirmedAsync(UserManager<Account> manager, Account user) => Task.FromResult(!disabled.Has(user.Id));
}
