using System.Net;
using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Mail;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Accounts.Links;

/// <summary>The mails about an account. Each is ordered here and written later: who asks waits for no look-up, so an unknown address is answered as fast as a known one.</summary>
internal sealed class AccountMail(MailQueue queue, MailOptions options, LinkAsks asks)
{
    /// <summary>For whoever forgot the password of this address, if anybody may have a link for it.</summary>
    public void Forgot(string email)
    {
        if (!asks.AllowsAddress(email))
        {
            return;
        }

        queue.Post("reset-link", async (services, _) =>
        {
            UserManager<Account> accounts = services.GetRequiredService<UserManager<Account>>();
            return await accounts.FindByEmailAsync(email) is { } account && await MayHaveLinkAsync(services, account)
                ? AccountLetters.Reset(account, await LinkAsync(accounts, account, ResetTokens.ProviderName))
                : null;
        });
    }

    /// <summary>For a colleague whose account an administrator made.</summary>
    public void Invite(string accountId) => Post("invitation", accountId, async (services, account) =>
        AccountLetters.Invitation(account, await LinkAsync(services.GetRequiredService<UserManager<Account>>(), account, InviteTokens.ProviderName)));

    /// <summary>For somebody who has just registered, unless this network address has had too many mails sent. Registering never waits for it.</summary>
    public void AskToConfirm(Account account, IPAddress? source)
    {
        if (options.IsOn && account.Email is { } email && asks.AllowsSource(source) && asks.AllowsAddress(email))
        {
            Post("confirmation", account.Id, (services, found) => Task.FromResult<Letter?>(found.EmailConfirmed
                ? null
                : AccountLetters.Confirmation(found, AddressOf(Routes.ConfirmAddress, services.GetRequiredService<AddressSeal>().Of(found)))));
        }
    }

    /// <summary>For somebody whose password is another one now, whoever changed it.</summary>
    public void PasswordChanged(string accountId) => Post("password-changed", accountId, (_, account) => Task.FromResult<Letter?>(AccountLetters.PasswordChanged(account)));

    /// <summary>The whole address of a link with a secret.</summary>
    /// <param name="page">The page's path.</param>
    /// <param name="secret">Goes behind the <c>#</c>.</param>
    /// <param name="otherwise">Where no public address is set: what the reader's own browser calls this site. Never a request's Host.</param>
    public string AddressOf(string page, string secret, string? otherwise = null) =>
        $"{(options.PublicAddress.Length > 0 ? options.PublicAddress : otherwise ?? "").TrimEnd('/')}{page}#{secret}";

    private void Post(string what, string accountId, Func<IServiceProvider, Account, Task<Letter?>> write) => queue.Post(what, async (services, _) =>
        await services.GetRequiredService<UserManager<Account>>().FindByIdAsync(accountId) is { Email: not null, IsDisabled: false } account ? await write(services, account) : null);

    private async Task<string> LinkAsync(UserManager<Account> accounts, Account account, string provider) =>
        AddressOf(Routes.ResetPassword, new LinkCode(provider, account.Id, await PasswordLink.MakeAsync(accounts, account, provider)).ToString());

    private static async Task<bool> MayHaveLinkAsync(IServiceProvider services, Account account)
    {
        UserManager<Account> accounts = services.GetRequiredService<UserManager<Account>>();
        return await PasswordLink.MayChooseAsync(accounts, account) && await services.GetRequiredService<IUserConfirmation<Account>>().IsConfirmedAsync(accounts, account);
    }
}
