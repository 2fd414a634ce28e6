using CouponAdmin.Core.ApiClients;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CouponAdmin.Web.ApiClients;

/// <summary>The programs that come in by a client of their own. The page stands in the address.</summary>
public sealed partial class ApiClientsPage : ComponentBase, IDisposable
{
    private const int PageSize = 20;
    private const int PageMax = 10_000;
    private const int SkeletonRows = 4;

    private readonly CancellationTokenSource _leaving = new();
    private readonly Dictionary<string, object?> _tableAttributes = new(StringComparer.Ordinal) { ["aria-label"] = Say.In("API 클라이언트 목록", "API clients") };
    private ApiClientSlice? _slice;
    private int? _asked;

    [Inject] public required ApiClientDirectory Directory { get; init; }
    [Inject] public required RotateApiSecret Rotate { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }
    [Inject] public required IDialogService Dialogs { get; init; }
    [Inject] public required ISnackbar Snackbar { get; init; }

    [SupplyParameterFromQuery(Name = "page")] public int? AskedPage { get; set; }

    private int PageNumber => Math.Clamp(AskedPage ?? 1, 1, PageMax);

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override Task OnParametersSetAsync() => PageNumber == _asked ? Task.CompletedTask : ReadAsync();

    private async Task ReadAsync()
    {
        int page = PageNumber;
        _asked = page;
        ApiClientSlice slice = await Directory.SliceAsync((page - 1) * PageSize, PageSize, _leaving.Token);

        // A slow answer to an older question must not cover a newer one.
        if (_asked == page)
        {
            _slice = slice;
        }
    }

    // These two show a secret and are closed by hand; whatever their end, the list may have changed.
    private Task AskToCreateAsync() => AskAsync<CreateDialog>([], done: null);

    private Task AskToRotateAsync(ApiClientView client) => AskAsync<RotateDialog>(new DialogParameters<RotateDialog> { { x => x.Client, client } }, done: null);

    private Task AskToRevokeAsync(ApiClientView client) => AskAsync<RevokeDialog>(
        new DialogParameters<RevokeDialog> { { x => x.Client, client } }, Say.In($"{client.Name}을(를) 폐기했습니다. 모든 토큰이 몇 초 안에 끝납니다.", $"{client.Name} is revoked. All its tokens end within seconds."));

    private Task AskToDropAsync(ApiClientView client) => AskAsync<ConfirmDialog>(
        new DialogParameters<ConfirmDialog>
        {
            { x => x.Title, Say.In($"{client.Name}: 이전 비밀 키 버리기", $"Drop the old secret of {client.Name}") },
            { x => x.Lines, [Say.In($"{client.OldSecretPrefix}…로 시작하는 비밀 키는 바로 쓸 수 없게 됩니다. 아직 그 비밀 키를 쓰는 프로그램은 토큰을 더 받지 못합니다.", $"The secret that begins with {client.OldSecretPrefix}… ends at once. A program that still uses it gets no more tokens.")] },
            { x => x.ActText, Say.In("이전 비밀 키 버리기", "Drop the old secret") },
            { x => x.IsDangerous, true },
            { x => x.Act, () => ApiClientAct.CarryOutAsync(Gate, actor => Rotate.DropOldAsync(client.ClientId, actor, CancellationToken.None)) },
        },
        Say.In($"{client.Name}에는 이제 새 비밀 키만 있습니다.", $"{client.Name} has its new secret alone now."));

    private async Task AskAsync<TDialog>(DialogParameters parameters, string? done)
        where TDialog : IComponent
    {
        IDialogReference dialog = await Dialogs.ShowAsync<TDialog>(title: null, parameters);
        if (await dialog.Result is { Canceled: false } && done is not null)
        {
            Snackbar.Add(done, Severity.Success);
        }

        await ReadAsync();
    }
}
