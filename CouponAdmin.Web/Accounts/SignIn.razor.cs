using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Accounts.Passkeys;
using CouponAdmin.Web.Accounts.SetUp;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Accounts;

public sealed partial class SignIn : ComponentBase
{
    private string? _problem;
    private bool _isNew;

    [Inject] public required SignInManager<Account> Door { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromForm(FormName = "sign-in")] public AccountForm? Form { get; set; }

    [Inject] internal PasskeyDoor Passkeys { get; init; } = null!;

    [Inject] internal NewSite Site { get; init; } = null!;

    [SupplyParameterFromForm(FormName = "passkey")] public PasskeyAnswer? Passkey { get; set; }

    [SupplyParameterFromQuery] public string? ReturnUrl { get; set; }

    /// <summary>Back from the authority outside, without having been let in.</summary>
    [SupplyParameterFromQuery] public bool Failed { get; set; }

    private string RegisterAddress => $"{Routes.Register}?returnUrl={Uri.EscapeDataString(LocalAddress.OrHome(ReturnUrl))}";

    protected override async Task OnInitializedAsync()
    {
        Form ??= new AccountForm();
        _isNew = await Site.HasNoAdministratorAsync();
        _problem = Failed
            ? Say.In("로그인하지 못했습니다. 다시 시도하고, 계속 안 되면 고객센터에 문의하십시오.", "You were not signed in. Please try again; if it goes on, ask customer service.")
            : null;
    }

    private async Task SignInAsync()
    {
        SignInResult result = await TryAsync(Form!.Email.Trim(), Form.Password);
        if (result.Succeeded)
        {
            Navigation.NavigateTo(LocalAddress.OrHome(ReturnUrl));
            return;
        }

        if (result.RequiresTwoFactor)
        {
            Navigation.NavigateTo($"{Routes.SignInCode}?returnUrl={Uri.EscapeDataString(LocalAddress.OrHome(ReturnUrl))}");
            return;
        }

        // One sentence for a wrong password, an unknown name and a locked account: which of them it is would tell who has an account.
        _problem = result.IsNotAllowed
            ? Say.In("이 계정은 정지되어 로그인할 수 없습니다. 고객센터에 문의하십시오.", "This account is turned off and can't sign in. Please ask customer service.")
            : Say.In(
                "이메일 또는 비밀번호가 맞지 않습니다. 여러 번 틀렸다면 몇 분 뒤에 다시 시도하고, 그래도 안 되면 관리자에게 문의하십시오.",
                "The email or the password is not right. After several wrong tries, wait a few minutes; if it goes on, ask an administrator.");
    }

    private async Task SignInByPasskeyAsync()
    {
        if (await Passkeys.SignInAsync(Passkey?.Credential))
        {
            Navigation.NavigateTo(LocalAddress.OrHome(ReturnUrl));
            return;
        }

        _problem = Say.In("이 패스키로는 로그인할 수 없습니다. 다시 시도하거나 비밀번호를 쓰십시오.", "This passkey doesn't sign you in. Try again, or use the password.");
    }

    private async Task<SignInResult> TryAsync(string email, string password)
    {
        Account? account = await Door.UserManager.FindByEmailAsync(email);
        SignInResult result = account is null ? SignInResult.Failed : await Door.PasswordSignInAsync(account, password, isPersistent: true, lockoutOnFailure: true);
        if (account?.PasswordHash is null || result.IsLockedOut)
        {
            // As much work as for a password that was looked at: the answer's time must not tell which was wrong.
            Door.UserManager.PasswordHasher.HashPassword(new Account(), password);
        }

        return result.IsNotAllowed && !await IsRightAsync(account!, password) ? SignInResult.Failed : result;
    }

    // Only who knows the password learns that the account is turned off; wrong tries count, or this would be a place to guess.
    private async Task<bool> IsRightAsync(Account account, string password)
    {
        bool isLocked = await Door.UserManager.IsLockedOutAsync(account);
        bool isRight = await Door.UserManager.CheckPasswordAsync(account, password) && !isLocked;
        if (!isRight && !isLocked)
        {
            await Door.UserManager.AccessFailedAsync(account);
        }

        return isRight;
    }
}
