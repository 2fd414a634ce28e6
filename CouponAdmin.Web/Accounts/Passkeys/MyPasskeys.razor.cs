using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Accounts.Passkeys;

/// <summary>The passkeys of the account that is signed in.</summary>
public sealed partial class MyPasskeys : ComponentBase
{
    private IList<UserPasskeyInfo> _passkeys = [];
    private Account? _account;
    private string? _problem;

    [Inject] internal PasskeyDoor Door { get; init; } = null!;

    [Inject] public required UserManager<Account> Accounts { get; init; }

    [CascadingParameter] public required HttpContext Context { get; set; }

    [SupplyParameterFromForm(FormName = "add-passkey")] public PasskeyAnswer? Answer { get; set; }

    protected override async Task OnInitializedAsync()
    {
        Context.Response.Headers.CacheControl = "no-store";
        _account = await Accounts.GetUserAsync(Context.User);
        await ReadAsync();
    }

    private async Task AddAsync()
    {
        bool isAdded = _account is not null && await Door.AddAsync(_account, Answer?.Credential);
        _problem = isAdded ? null : Say.In("패스키를 추가하지 못했습니다. 다시 시도하십시오.", "The passkey was not added. Please try again.");
        await ReadAsync();
    }

    private async Task RemoveAsync(UserPasskeyInfo passkey)
    {
        bool isRemoved = _account is not null && await Door.RemoveAsync(_account, passkey.CredentialId);
        _problem = isRemoved ? null : Say.In(
            "이 패스키는 이 계정에 들어가는 유일한 방법이라 삭제할 수 없습니다. 먼저 다른 패스키를 추가하십시오.",
            "This passkey is the only way into this account, so it can't be removed. Add another one first.");
        await ReadAsync();
    }

    private async Task ReadAsync() => _passkeys = _account is null ? [] : [.. (await Accounts.GetPasskeysAsync(_account)).OrderBy(p => p.CreatedAt)];
}
