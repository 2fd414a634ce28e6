using System.Globalization;
using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Mail;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.Net.Http.Headers;

namespace CouponAdmin.Web.Accounts.Links;

/// <summary>Asks for a link by mail. What it answers, and when, depends on what was typed alone, never on whether somebody has that address.</summary>
public sealed partial class ForgotPassword : ComponentBase
{
    private string? _problem;
    private bool _isSent;

    [Inject] internal AccountMail Mail { get; init; } = null!;

    [Inject] internal LinkAsks Asks { get; init; } = null!;

    [Inject] internal MailOptions Options { get; init; } = null!;

    [CascadingParameter] public required HttpContext Context { get; set; }

    [SupplyParameterFromForm(FormName = "forgot-password")] public EmailForm? Form { get; set; }

    protected override void OnInitialized()
    {
        Form ??= new EmailForm();
        Context.Response.Headers.CacheControl = "no-store";
    }

    private void Ask()
    {
        string email = Form!.Email.Trim();
        if (!EmailRules.IsEmail(email))
        {
            _problem = Say.In("이메일 주소를 다시 확인하십시오.", "Please check the email address.");
            return;
        }

        if (!Asks.AllowsSource(Context.Connection.RemoteIpAddress))
        {
            Context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Context.Response.Headers[HeaderNames.RetryAfter] = ((int)LinkAsks.Within.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            _problem = Say.In("이 네트워크에서 너무 많이 요청했습니다. 한 시간 뒤에 다시 시도하십시오.", "Too many requests came from this network. Try again in an hour.");
            return;
        }

        Mail.Forgot(email);
        _isSent = true;
    }
}

/// <summary>What the form sends.</summary>
public sealed class EmailForm
{
    public string Email { get; set; } = "";
}
