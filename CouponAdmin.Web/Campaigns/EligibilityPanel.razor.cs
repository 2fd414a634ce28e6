using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Eligibility;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using MudBlazor;

namespace CouponAdmin.Web.Campaigns;

/// <summary>Shows who may claim, and lets an operator import, replace or remove the member list and write whom the offer is for.</summary>
public sealed partial class EligibilityPanel : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IBrowserFile? _file;
    private MemberListReport? _report;
    private string? _refusal;
    private string? _text;
    private string? _slug;
    private int? _read;
    private int _turn;
    private bool _isBusy;

    [Inject] public required ReplaceMemberList Replace { get; init; }
    [Inject] public required RemoveMemberList Remove { get; init; }
    [Inject] public required PatchCampaign Patch { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }
    [Inject] public required IDialogService Dialogs { get; init; }

    [Parameter, EditorRequired] public required CampaignView Campaign { get; set; }

    /// <summary>The campaign as it is after a change here.</summary>
    [Parameter, EditorRequired] public required EventCallback<CampaignView> OnChanged { get; set; }

    private bool HasList => Campaign.Eligibility == Eligibility.MemberList;

    private bool CanChange => Campaign.State is not (CampaignState.Closed or CampaignState.Archived);

    private string Question => HasList
        ? Say.In(
            $"지금 명단의 {Figures.Count(Campaign.ListedMembers)}명 대신 '{_file!.Name}'의 회원만 신청할 수 있게 됩니다.",
            $"The members of “{_file!.Name}” will be able to claim in place of the {Figures.Count(Campaign.ListedMembers)} on the list now.")
        : Say.In($"지금은 누구나 신청할 수 있습니다. 앞으로는 '{_file!.Name}'의 회원만 신청할 수 있게 됩니다.", $"Everyone may claim now. Only the members of “{_file!.Name}” will be able to.");

    protected override void OnParametersSet()
    {
        if (_slug != Campaign.Slug)
        {
            (_slug, _text) = (Campaign.Slug, Campaign.EligibleText);
        }
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private void Choose(InputFileChangeEventArgs chosen) => (_file, _report, _refusal) = (chosen.File, null, null);

    // A new field: the old one would not tell of the same file a second time.
    private void Drop() => (_file, _turn) = (null, _turn + 1);

    private Task ImportAsync() => ActAsync(async actor =>
    {
        _read = 0;
        ListFileKind kind = _file!.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? ListFileKind.Csv : ListFileKind.Text;
        await using Stream file = _file.OpenReadStream(MemberListRules.FileBytesMax, _gone.Token);
        Result<MemberListImport> result = await Replace.ExecuteAsync(CampaignSeen.In(Campaign), file, kind, actor, new Progress<int>(Tell), _gone.Token);
        _report = result.Value?.Report;
        Drop();
        return (result.Value?.Campaign, result.Refusal);
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
            Say.In($"{Campaign.Name}: 명단 없애기", $"Remove the list: {Campaign.Name}"),
            Say.In($"명단의 {Figures.Count(Campaign.ListedMembers)}명만이 아니라 누구나 신청할 수 있게 됩니다.", $"Everyone will be able to claim, not only the {Figures.Count(Campaign.ListedMembers)} members on the list."),
            Say.In("명단 없애기", "Remove the list"), cancelText: Say.In("취소", "Cancel"));
        if (isSure == true)
        {
            await ActAsync(async actor =>
            {
                Result<CampaignView> result = await Remove.ExecuteAsync(CampaignSeen.In(Campaign), actor, CancellationToken.None);
                return (result.Value, result.Refusal);
            });
        }
    }

    private Task SaveTextAsync() => ActAsync(async actor =>
    {
        Result<CampaignView> result = await Patch.ExecuteAsync(CampaignSeen.In(Campaign), draft => draft with { EligibleText = _text }, actor, CancellationToken.None);
        return (result.Value, result.Refusal);
    });

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
