using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Accounts.Links;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Accounts;

/// <summary>Changes one's own password. It asks for the one of now: an open screen alone changes nothing, and wrong ones count as at the sign-in.</summary>
public sealed partial class MyPassword : ComponentBase
{
    private Account? _account;
    private string? _problem;
    private bool _hasPassword;
    private bool _isChanged;

    [Inject] public required SignInManager<Account> Door { get; init; }

    [Inject] public required CouponDbContext Database { get; init; }

    [Inject] public required StoreClock Clock { get; init; }

    [Inject] internal AccountMail Mail { get; init; } = null!;

    [CascadingParameter] public required HttpContext Context { get; set; }

    [SupplyParameterFromForm(FormName = "my-password")] public PasswordForm? Form { get; set; }

    private UserManager<Account> Accounts => Door.UserManager;

    protected override async Task OnInitializedAsync()
    {
        Context.Response.Headers.CacheControl = "no-store";
        _account = await Accounts.GetUserAsync(Context.User);
        _hasPassword = _account is not null && await Accounts.HasPasswordAsync(_account);
    }

    private async Task ChangeAsync()
    {
        if (_account is null)
        {
            return;
        }

        string current = Form?.Current ?? "";
        if (!(await Door.CheckPasswordSignInAsync(_account, current, lockoutOnFailure: true)).Succeeded)
        {
            _problem = Say.In("지금 비밀번호가 맞지 않거나, 여러 번 틀려 잠시 기다려야 합니다.", "The password of now is not right, or after several wrong tries you must wait a few minutes.");
            return;
        }

        // One transaction: a change that isn't written down doesn't happen.
        AuditTrail.Write(Database, Clock.Now, Context.User.ActorOf(), AuditAction.ChangePassword, _account.Email ?? _account.Id);
        IdentityResult changed = await Accounts.ChangePasswordAsync(_account, current, Form?.Next ?? "");
        if (changed.Errors.FirstOrDefault() is { } error)
        {
            _problem = AccountProblems.Of(error.Code, Accounts.Options.Password);
            return;
        }

        // Identity renewed the stamp: this session goes on with the new one, all others end.
        await Door.RefreshSignInAsync(_account);
        Mail.PasswordChanged(_account.Id);
        _isChanged = true;
    }
}

/// <summary>What the form sends.</summary>
public sealed class PasswordForm
{
    public string Current { get; set; } = "";

    public string Next { get; set; } = "";
}
