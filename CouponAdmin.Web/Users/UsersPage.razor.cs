using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Mail;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CouponAdmin.Web.Users;

/// <summary>Who may use the console, and as what. What is searched for, and the page, stand in the address.</summary>
public sealed partial class UsersPage : ComponentBase, IDisposable
{
    private const int PageSize = 20;
    private const int PageMax = 100_000;
    private const int SkeletonRows = 6;
    private const int SearchLengthMax = 100;

    private readonly CancellationTokenSource _leaving = new();
    private readonly Dictionary<string, object?> _tableAttributes = new(StringComparer.Ordinal) { ["aria-label"] = Say.In("계정 목록", "Accounts") };
    private (string? Search, string? Role, int Page)? _asked;
    private IReadOnlyList<StaffView>? _items;
    private int _total;

    [Inject] public required StaffDirectory Directory { get; init; }
    [Inject] public required DisableAccount Disable { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }
    [Inject] public required IDialogService Dialogs { get; init; }
    [Inject] public required ISnackbar Snackbar { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] internal MailOptions Mail { get; init; } = null!;

    [SupplyParameterFromQuery(Name = "q")] public string? Search { get; set; }
    [SupplyParameterFromQuery(Name = "role")] public string? Role { get; set; }
    [SupplyParameterFromQuery(Name = "page")] public int? AskedPage { get; set; }

    private int PageNumber => Math.Clamp(AskedPage ?? 1, 1, PageMax);

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override Task OnParametersSetAsync()
    {
        (string?, string?, int) asks = (Search, AccountRules.IsRole(Role) ? Role : null, PageNumber);
        if (asks == _asked)
        {
            return Task.CompletedTask;
        }

        _asked = asks;
        return ReadAsync();
    }

    private static string WordOf(string? role) => string.IsNullOrEmpty(role) ? Say.In("직원 모두", "All staff") : RoleTexts.Word(role);

    private async Task ReadAsync()
    {
        (string? Search, string? Role, int Page) asks = _asked!.Value;
        (IReadOnlyList<StaffView> items, int total) = await Directory.SliceAsync(asks.Search, asks.Role, (asks.Page - 1) * PageSize, PageSize, _leaving.Token);

        // A slow answer to an older question must not cover a newer one.
        if (_asked == asks)
        {
            (_items, _total) = (items, total);
        }
    }

    private async Task AskToCreateAsync()
    {
        StaffView? invited = null;
        await AskAsync<AccountDialog>(
            new DialogParameters<AccountDialog> { { x => x.Invited, account => invited = account } },
            Mail.IsOn ? Say.In("계정을 만들었습니다. 초대했다면 메일이 곧 도착합니다.", "The account is made. An invitation is on its way.") : Say.In("계정을 만들었습니다.", "The account is made."));
        if (invited is not null && !Mail.IsOn)
        {
            await AskForLinkAsync(invited);
        }
    }

    private Task<IDialogReference> AskForLinkAsync(StaffView account) =>
        Dialogs.ShowAsync<LinkDialog>(title: null, new DialogParameters<LinkDialog> { { x => x.Account, account } });

    private Task AskForRoleAsync(StaffView account) => AskAsync<RoleDialog>(
        new DialogParameters<RoleDialog> { { x => x.Account, account } }, Say.In($"{account.Name}의 역할을 바꾸었습니다.", $"The role of {account.Name} is changed."));

    private Task AskForPasswordAsync(StaffView account) => AskAsync<PasswordDialog>(
        new DialogParameters<PasswordDialog> { { x => x.Account, account } }, Say.In($"{account.Name}의 비밀번호를 바꾸었습니다.", $"The password of {account.Name} is changed."));

    private Task AskToDisableAsync(StaffView account) => AskAsync<DisableDialog>(
        new DialogParameters<DisableDialog> { { x => x.Account, account } }, Say.In($"{account.Name}의 사용을 중지했습니다.", $"{account.Name} is disabled."));

    private async Task AskAsync<TDialog>(DialogParameters parameters, string done)
        where TDialog : IComponent
    {
        IDialogReference dialog = await Dialogs.ShowAsync<TDialog>(title: null, parameters);
        if (await dialog.Result is { Canceled: false } result)
        {
            // An account comes back where somebody else changed it meanwhile and it was left so.
            if (result.Data is not StaffView)
            {
                Snackbar.Add(done, Severity.Success);
            }

            await ReadAsync();
        }
    }

    private async Task EnableAsync(StaffView account)
    {
        if (await Gate.EnterAsync(Policies.Administer) is not { } actor)
        {
            Snackbar.Add(NotAllowed, Severity.Error);
            return;
        }

        Result<StaffView> result = await Disable.UndoAsync(account.Id, actor, CancellationToken.None);
        (string text, Severity severity) = result.Refusal is { } refusal
            ? (RefusalTexts.Of(refusal), Severity.Error)
            : (Say.In($"{account.Name}이(가) 다시 로그인할 수 있습니다.", $"{account.Name} can sign in again."), Severity.Success);
        Snackbar.Add(text, severity);
        await ReadAsync();
    }

    /// <summary>The sentence for somebody whose right was taken while the page was open.</summary>
    internal static string NotAllowed => Say.In("계정은 관리자만 바꿀 수 있습니다.", "Only an administrator can change accounts.");

    private void SearchFor(string? text) => GoTo("q", text);

    private void ShowRole(string? role) => GoTo("role", role);

    private void GoTo(string name, string? value) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal) { [name] = string.IsNullOrWhiteSpace(value) ? null : value.Trim(), ["page"] = null }),
        replace: true);
}
