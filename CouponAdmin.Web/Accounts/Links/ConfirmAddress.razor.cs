using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Accounts.Links;

/// <summary>Confirms an address by the secret that was mailed to it. By a press and not by opening: programs that check mails open every link.</summary>
public sealed partial class ConfirmAddress : ComponentBase
{
    private string? _problem;
    private bool _isDone;

    [Inject] public required UserManager<Account> Accounts { get; init; }

    [Inject] internal AddressSeal Seal { get; init; } = null!;

    [CascadingParameter] public required HttpContext Context { get; set; }

    [SupplyParameterFromForm(FormName = "confirm-address")] public LinkForm? Form { get; set; }

    protected override void OnInitialized()
    {
        Form ??= new LinkForm();
        Context.Response.Headers.CacheControl = "no-store";
    }

    private async Task ConfirmAsync()
    {
        Account? account = Seal.Read(Form!.Code) is var (id, address) && await Accounts.FindByIdAsync(id) is { } found && found.NormalizedEmail == address ? found : null;
        if (account is null)
        {
            _problem = Say.In("이 주소는 기한이 지났거나 다른 계정의 것입니다.", "This link is too old, or of another account.");
            return;
        }

        account.EmailConfirmed = true;
        _isDone = (await Accounts.UpdateAsync(account)).Succeeded;
        _problem = _isDone ? null : Say.In("확인하지 못했습니다. 다시 시도하십시오.", "It didn't work. Please try again.");
    }
}
