using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Accounts.Links;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CouponAdmin.Web.Users;

/// <summary>Makes a one-time link for somebody who forgot their password, where no mail is sent or it doesn't arrive.</summary>
public sealed partial class LinkDialog : ComponentBase
{
    private DateTimeOffset _expiresAt;
    private bool _isBusy;
    private string? _link;
    private string? _problem;

    [Inject] public required PasswordLink Link { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] public required TimeProvider Clock { get; init; }
    [Inject] internal AccountMail Mail { get; init; } = null!;

    [CascadingParameter] public required IMudDialogInstance Dialog { get; set; }

    [Parameter, EditorRequired] public required StaffView Account { get; set; }

    private async Task MakeAsync()
    {
        // A second press that was already on its way finds the first one at work.
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            _problem = await TryAsync();
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task<string?> TryAsync()
    {
        if (await Gate.EnterAsync(Policies.Administer) is not { } actor)
        {
            return UsersPage.NotAllowed;
        }

        DateTimeOffset expiresAt = Clock.GetUtcNow() + InviteTokens.LivesFor;
        if (!(await Link.HandOutAsync(Account.Id, InviteTokens.ProviderName, expiresAt, actor, CancellationToken.None)).TryGet(out string? secret, out Refusal? refusal))
        {
            return refusal.Kind == RefusalKind.WrongState
                ? Say.In("사용이 중지되었거나 다른 곳의 계정으로만 로그인하는 계정입니다.", "This account is disabled, or signs in by an authority outside alone.")
                : RefusalTexts.Of(refusal);
        }

        // Without a public address: the one that this administrator's own browser shows, which is no request's Host.
        (_link, _expiresAt) = (Mail.AddressOf(Routes.ResetPassword, new LinkCode(InviteTokens.ProviderName, Account.Id, secret).ToString(), Navigation.BaseUri), expiresAt);
        return null;
    }
}
