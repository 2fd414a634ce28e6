using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CouponAdmin.Web.Accounts.SetUp;

/// <summary>Open only while there is no administrator, and then only to whoever has the code.</summary>
public sealed partial class SetUpPage : ComponentBase
{
    private IReadOnlyList<string> _problems = [];
    private bool _isNeeded;

    [Inject] internal FirstAdministrator First { get; init; } = null!;

    [Inject] public required SignInManager<Account> Door { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required IOptions<IdentityOptions> Options { get; init; }

    [CascadingParameter] public required HttpContext Context { get; set; }

    [SupplyParameterFromForm(FormName = "set-up")] public SetUpForm? Form { get; set; }

    private PasswordOptions Rules => Options.Value.Password;

    protected override async Task OnInitializedAsync()
    {
        Form ??= new SetUpForm();
        Context.Response.Headers.CacheControl = "no-store";
        _isNeeded = await First.IsNeededAsync();
    }

    private async Task CreateAsync()
    {
        string email = Form!.Email.Trim();
        IdentityResult? result = await First.CreateAsync(Form.Code, email, Form.Password, Context.Connection.RemoteIpAddress?.ToString(), Context.RequestAborted);
        if (result is { Succeeded: true })
        {
            await Door.SignInAsync((await Door.UserManager.FindByEmailAsync(email))!, isPersistent: true);
            Navigation.NavigateTo(Routes.Console);
            return;
        }

        _problems = result is null
            ? [Say.In("설정 코드가 맞지 않거나 이미 쓰였습니다. 서버 로그를 다시 확인하십시오.", "The set-up code is not right, or was used already. Look in the server's log again.")]
            : [.. result.Errors.Select(error => AccountProblems.Of(error.Code, Rules)).Distinct(StringComparer.Ordinal)];
    }
}
