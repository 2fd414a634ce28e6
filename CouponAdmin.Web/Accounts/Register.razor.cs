using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Accounts.Links;
using CouponAdmin.Web.Accounts.Passkeys;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CouponAdmin.Web.Accounts;

public sealed partial class Register : ComponentBase
{
    private IReadOnlyList<string> _problems = [];

    [Inject] public required SignInManager<Account> Door { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required IOptions<IdentityOptions> Options { get; init; }

    [SupplyParameterFromForm(FormName = "register")] public AccountForm? Form { get; set; }

    [Inject] internal PasskeyDoor Passkeys { get; init; } = null!;

    [Inject] internal AccountMail Mail { get; init; } = null!;

    [SupplyParameterFromForm(FormName = "register-passkey")] public PasskeyAnswer? Passkey { get; set; }

    [SupplyParameterFromQuery] public string? ReturnUrl { get; set; }

    private PasswordOptions Rules => Options.Value.Password;

    private string SignInAddress => $"{Routes.SignIn}?returnUrl={Uri.EscapeDataString(LocalAddress.OrHome(ReturnUrl))}";

    protected override void OnInitialized() => Form ??= new AccountForm();

    private async Task RegisterAsync()
    {
        string email = Form!.Email.Trim();
        Account account = new() { UserName = email, Email = email, DisplayName = email.Split('@')[0] };
        IdentityResult result = await Door.UserManager.CreateAsync(account, Form.Password);
        if (result.Succeeded)
        {
            result = await Door.UserManager.AddToRoleAsync(account, Roles.Member);
        }

        if (result.Succeeded)
        {
            await Door.SignInAsync(account, isPersistent: true);
            Mail.AskToConfirm(account, Door.Context.Connection.RemoteIpAddress);
        }

        Finish(result);
    }

    private async Task RegisterByPasskeyAsync() => Finish(await Passkeys.RegisterAsync(Passkey?.Credential));

    private void Finish(IdentityResult result)
    {
        if (result.Succeeded)
        {
            Navigation.NavigateTo(LocalAddress.OrHome(ReturnUrl));
            return;
        }

        IEnumerable<string> codes = result.Errors.Any() ? result.Errors.Select(error => error.Code) : [""];
        _problems = [.. codes.Select(code => AccountProblems.Of(code, Rules)).Distinct(StringComparer.Ordinal)];
    }
}
