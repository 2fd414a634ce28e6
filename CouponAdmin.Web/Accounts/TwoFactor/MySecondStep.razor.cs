using CouponAdmin.Core.Database;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Accounts.TwoFactor;

/// <summary>Turns the second step of one's own account on and off. Each turn asks for the password: an open screen alone changes nothing.</summary>
public sealed partial class MySecondStep : ComponentBase
{
    private IReadOnlyList<string> _codes = [];
    private Account? _account;
    private string _email = "";
    private string? _key;
    private string? _problem;
    private bool _hasPassword;
    private bool _isOn;
    private int _codesLeft;

    [Inject] public required SignInManager<Account> Door { get; init; }

    [Inject] public required SecondStep Step { get; init; }

    [Inject] public required CouponDbContext Database { get; init; }

    [CascadingParameter] public required HttpContext Context { get; set; }

    [SupplyParameterFromForm(FormName = "second-step-on")] public SecondStepForm? On { get; set; }

    [SupplyParameterFromForm(FormName = "second-step-off")] public SecondStepForm? Off { get; set; }

    private UserManager<Account> Accounts => Door.UserManager;

    protected override async Task OnInitializedAsync()
    {
        Context.Response.Headers.CacheControl = "no-store";
        _account = await Accounts.GetUserAsync(Context.User);
        await ReadAsync();
    }

    private async Task BeginAsync()
    {
        if (_account is { TwoFactorEnabled: false })
        {
            // A new stamp comes with the key: this session goes on, others of the account end.
            await Accounts.ResetAuthenticatorKeyAsync(_account);
            await Door.RefreshSignInAsync(_account);
            await ReadAsync();
        }
    }

    private async Task TurnOnAsync()
    {
        if (_account is null || !await IsPasswordAsync(On?.Password))
        {
            return;
        }

        Result<RecoveryCodes> on = await Step.TurnOnAsync(_account.Id, On!.PlainCode, Context.User.ActorOf(), Context.RequestAborted);
        if (!on.TryGet(out RecoveryCodes? codes, out _))
        {
            _problem = Say.In("코드가 맞지 않습니다. 휴대폰의 시각이 맞는지 확인하고 새 코드를 입력하십시오.", "The code is not right. Check the telephone's clock and enter a new code.");
            return;
        }

        _codes = codes.All;
        await GoOnAsync();
    }

    private async Task TurnOffAsync()
    {
        if (_account is not null && await IsPasswordAsync(Off?.Password))
        {
            await Step.TurnOffAsync(_account.Id, Context.User.ActorOf(), Context.RequestAborted);
            await GoOnAsync();
        }
    }

    // Wrong ones count as at the sign-in: a session that was left open is no place to guess.
    private async Task<bool> IsPasswordAsync(string? password)
    {
        bool isRight = _account is not null && (await Door.CheckPasswordSignInAsync(_account, password ?? "", lockoutOnFailure: true)).Succeeded;
        _problem = isRight ? null : Say.In("비밀번호가 맞지 않거나, 여러 번 틀려 잠시 기다려야 합니다.", "The password is not right, or after several wrong tries you must wait a few minutes.");
        return isRight;
    }

    // The act had a context of its own: what this one remembers has the stamp from before.
    private async Task GoOnAsync()
    {
        await Database.Entry(_account!).ReloadAsync(Context.RequestAborted);
        await Door.RefreshSignInAsync(_account!);
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        if (_account is null)
        {
            return;
        }

        _email = _account.Email ?? _account.Id;
        _hasPassword = await Accounts.HasPasswordAsync(_account);
        _isOn = _account.TwoFactorEnabled;
        _key = await Accounts.GetAuthenticatorKeyAsync(_account);
        _codesLeft = _isOn ? await Accounts.CountRecoveryCodesAsync(_account) : 0;
    }
}
