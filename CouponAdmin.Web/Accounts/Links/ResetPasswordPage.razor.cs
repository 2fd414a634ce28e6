using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Accounts.Links;

/// <summary>Sets a password by a link's secret. It signs nobody in: whoever comes with a second step still has to show it.</summary>
public sealed partial class ResetPasswordPage : ComponentBase
{
    private string? _problem;
    private bool _isDone;

    [Inject] public required SignInManager<Account> Door { get; init; }

    [Inject] public required PasswordLink Link { get; init; }

    [Inject] internal AccountMail Mail { get; init; } = null!;

    [CascadingParameter] public required HttpContext Context { get; set; }

    [SupplyParameterFromForm(FormName = "reset-password")] public LinkForm? Form { get; set; }

    protected override void OnInitialized()
    {
        Form ??= new LinkForm();
        Context.Response.Headers.CacheControl = "no-store";
    }

    private async Task ChooseAsync()
    {
        if (LinkCode.Of(Form!.Code) is not { } code || await Door.UserManager.FindByIdAsync(code.AccountId) is not { } account || !await Door.CanSignInAsync(account))
        {
            _problem = NotValid;
            return;
        }

        Actor self = new(account.Id, account.DisplayName, Context.Connection.RemoteIpAddress?.ToString());
        Result<StaffView> set = await Link.ChooseAsync(account.Id, code.Provider, code.Token, Form.Password, self, Context.RequestAborted);
        if (set.Refusal is { } refusal)
        {
            _problem = refusal.Fields is [{ Field: "password" } problem, ..] ? FieldProblemTexts.Of(problem) : NotValid;
            return;
        }

        Mail.PasswordChanged(account.Id);
        _isDone = true;
    }

    private static string NotValid => Say.In(
        "이 주소는 기한이 지났거나 이미 쓰였습니다. 새 주소를 받으십시오.", "This link is too old, or was used already. Get a new one.");
}

/// <summary>What the pages of links send.</summary>
public sealed class LinkForm
{
    public string Code { get; set; } = "";

    public string Password { get; set; } = "";
}
