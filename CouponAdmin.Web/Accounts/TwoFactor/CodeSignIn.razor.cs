using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Accounts.TwoFactor;

/// <summary>The second step. Only a browser whose password was right gets here (a cookie of five minutes says so), so nobody else can use up the tries.</summary>
public sealed partial class CodeSignIn : ComponentBase
{
    private Account? _account;
    private string? _problem;

    [Inject] public required SignInManager<Account> Door { get; init; }

    [Inject] public required SecondStep Step { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [CascadingParameter] public required HttpContext Context { get; set; }

    [SupplyParameterFromForm(FormName = "code")] public SecondStepForm? Form { get; set; }

    [SupplyParameterFromForm(FormName = "recovery")] public SecondStepForm? Recovery { get; set; }

    [SupplyParameterFromQuery] public string? ReturnUrl { get; set; }

    protected override async Task OnInitializedAsync()
    {
        Context.Response.Headers.CacheControl = "no-store";
        Account? account = await Door.GetTwoFactorAuthenticationUserAsync();
        if (account is null || account.IsDisabled || !await Door.CanSignInAsync(account))
        {
            Navigation.NavigateTo(Routes.SignIn);
            return;
        }

        _account = account;
    }

    private async Task SignInAsync()
    {
        if (_account is null)
        {
            return;
        }

        string code = Form!.PlainCode;
        SignInResult result = await SecondStep.IsUsedAsync(Door.UserManager, _account, code)
            ? SignInResult.Failed
            : await Door.TwoFactorAuthenticatorSignInAsync(code, isPersistent: true, rememberClient: false);
        if (result.Succeeded)
        {
            await SecondStep.UseAsync(Door.UserManager, _account, code);
            Navigation.NavigateTo(LocalAddress.OrHome(ReturnUrl));
            return;
        }

        _problem = result.IsLockedOut
            ? Say.In("여러 번 틀렸습니다. 몇 분 뒤에 처음부터 다시 시도하십시오.", "There were several wrong tries. Wait a few minutes and start again.")
            : Say.In("코드가 맞지 않거나 이미 쓰였습니다. 새 코드를 기다려 입력하십시오.", "The code is not right, or was used already. Wait for a new one.");
    }

    private async Task RecoverAsync()
    {
        if (_account is null)
        {
            return;
        }

        if ((await Door.TwoFactorRecoveryCodeSignInAsync(Recovery!.Code.Trim())).Succeeded)
        {
            Actor self = new(_account.Id, _account.DisplayName, Context.Connection.RemoteIpAddress?.ToString());
            await Step.NoteRecoveryAsync(_account.Id, self, Context.RequestAborted);
            Navigation.NavigateTo(LocalAddress.OrHome(ReturnUrl));
            return;
        }

        _problem = Say.In("복구 코드가 맞지 않거나 이미 쓰였습니다.", "The recovery code is not right, or was used already.");
    }
}
