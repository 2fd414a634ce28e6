using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Pools;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using MudBlazor;

namespace CouponAdmin.Web.Campaigns;

/// <summary>Shows whose codes a campaign gives and how many are left, and lets an operator import codes, or remove them before the sale.</summary>
public sealed partial class CodePoolPanel : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IBrowserFile? _file;
    private CodePoolView? _pool;
    private CodePoolReport? _report;
    private CampaignView? _shown;
    private string? _refusal;
    private string _key = "";
    private int? _read;
    private int _turn;
    private bool _isBusy;

    [Inject] public required ImportCodes Import { get; init; }
    [Inject] public required RemoveCodePool Remove { get; init; }
    [Inject] public required CodePoolViews Pools { get; init; }
    [Inject] public required CampaignCatalogue Catalogue { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }
    [Inject] public required IDialogService Dialogs { get; init; }

    [Parameter, EditorRequired] public required CampaignView Campaign { get; set; }

    /// <summary>The campaign as it is after a change here.</summary>
    [Parameter, EditorRequired] public required EventCallback<CampaignView> OnChanged { get; set; }

    private bool HasPool => Campaign.PoolCodes > 0;

    private bool IsBeforeSale => Campaign.State is CampaignState.Draft or CampaignState.Scheduled;

    private bool CanImport => IsBeforeSale || (HasPool && Campaign.State is not (CampaignState.Closed or CampaignState.Archived));

    private string Meaning => HasPool
        ? Say.In("1번 쿠폰이 첫 번째 코드를, 2번 쿠폰이 두 번째 코드를 받습니다. 수량은 코드 수를 넘을 수 없습니다.", "Coupon number 1 gets the first code, number 2 the second, and so on. The quantity can't exceed the codes.")
        : CanImport ? Say.In("제휴사의 코드 등을 쓰려면 시작하기 전에 파일을 올립니다.", "To give codes of your own, such as a partner's, import a file before the sale opens.")
        : Say.In("시작한 뒤에는 바꿀 수 없습니다.", "This can't change once the sale has opened.");

    private string? Warning => _pool switch
    {
        { Missing: > 0 } pool => Say.In($"수량보다 코드가 {Figures.Count(pool.Missing)}개 모자랍니다. 채워야 게시할 수 있습니다.", $"{Figures.Count(pool.Missing)} codes are missing for the quantity. The campaign can't be published until they are here."),
        { Codes: > 0 } pool when CanImport && pool.Left * 100L < pool.Codes * (long)CodePoolRules.FewLeftPercent => Say.In(
            $"코드가 {Figures.Count(pool.Left)}개만 남았습니다. 수량을 늘리거나 수량을 되돌리며 회수하려면 코드를 더 올리십시오.",
            $"Only {Figures.Count(pool.Left)} codes are left. Import more before you raise the quantity or revoke coupons and return their units."),
        _ => null,
    };

    private string Question => HasPool
        ? Say.In($"'{_file!.Name}'의 코드를 지금 있는 {Figures.Count(Campaign.PoolCodes)}개 뒤에 더합니다.", $"The codes of “{_file!.Name}” go behind the {Figures.Count(Campaign.PoolCodes)} that are here.")
        : Say.In($"쿠폰에 자동으로 만든 코드 대신 '{_file!.Name}'의 코드를 줄 순서대로 씁니다.", $"Coupons will get the codes of “{_file!.Name}”, in the order of its lines, instead of generated ones.");

    protected override async Task OnParametersSetAsync()
    {
        if (_shown?.Slug != Campaign.Slug || _shown.Version != Campaign.Version || _shown.Remaining != Campaign.Remaining)
        {
            _shown = Campaign;
            _pool = await Pools.FindAsync(Campaign.Slug, _gone.Token);
        }
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    // A key of its own for each choice: pressed again after a lost answer, the same file is not added twice.
    private void Choose(InputFileChangeEventArgs chosen) => (_file, _key, _report, _refusal) = (chosen.File, Guid.NewGuid().ToString("N"), null, null);

    // A new field: the old one would not tell of the same file a second time.
    private void Drop() => (_file, _turn) = (null, _turn + 1);

    private Task ImportAsync() => ActAsync(async actor =>
    {
        _read = 0;
        ListFileKind kind = _file!.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? ListFileKind.Csv : ListFileKind.Text;
        await using Stream file = _file.OpenReadStream(CodePoolRules.FileBytesMax, _gone.Token);
        Result<CodeImportAnswer> result = await Import.ExecuteAsync(CampaignSeen.In(Campaign), _key, file, kind, actor, new Progress<int>(Tell), _gone.Token);
        _report = result.Value?.Report ?? result.Refusal?.Current as CodePoolReport;
        Drop();
        return (result.Value is null ? null : await Catalogue.FindAsync(Campaign.Slug, CancellationToken.None), result.Refusal);
    });

    // Told by the import, on this circuit; the last word may come after its end.
    private void Tell(int read)
    {
        if (_isBusy)
        {
            _read = read;
            StateHasChanged();
        }
    }

    private async Task RemoveAsync()
    {
        bool? isSure = await Dialogs.ShowMessageBoxAsync(
            Say.In($"{Campaign.Name}: 올린 코드 없애기", $"Remove the codes: {Campaign.Name}"),
            Say.In($"올린 코드 {Figures.Count(Campaign.PoolCodes)}개를 없애고 자동으로 만든 코드를 씁니다.", $"The {Figures.Count(Campaign.PoolCodes)} codes are removed, and coupons get generated ones."),
            Say.In("코드 없애기", "Remove the codes"), cancelText: Say.In("취소", "Cancel"));
        if (isSure == true)
        {
            await ActAsync(async actor =>
            {
                Result<CampaignView> result = await Remove.ExecuteAsync(CampaignSeen.In(Campaign), actor, CancellationToken.None);
                return (result.Value, result.Refusal);
            });
        }
    }

    private async Task ActAsync(Func<Actor, Task<(CampaignView? Changed, Refusal? Refusal)>> act)
    {
        (_isBusy, _refusal, _report) = (true, null, null);
        try
        {
            if (await Gate.EnterAsync() is not { } actor)
            {
                _refusal = OperatorGate.NotAllowed;
                return;
            }

            (CampaignView? changed, Refusal? refusal) = await act(actor);
            _refusal = refusal is null ? null : refusal.Fields.Count > 0 ? FieldProblemTexts.Of(refusal.Fields[0]) : RefusalTexts.Of(refusal);

            // Somebody else changed it meanwhile: what it is now is shown, and asked again.
            if ((changed ?? refusal?.Current as CampaignView) is { } now)
            {
                await OnChanged.InvokeAsync(now);
            }
        }
        catch (IOException)
        {
            _refusal = Say.In("파일이 너무 크거나 읽는 중에 끊겼습니다. 바뀐 것은 없습니다.", "The file is too large, or was cut off while it was read. Nothing was changed.");
            Drop();
        }
        finally
        {
            (_isBusy, _read) = (false, null);
        }
    }
}
