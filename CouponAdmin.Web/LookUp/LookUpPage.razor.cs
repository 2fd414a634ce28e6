using CouponAdmin.Core.Issuance.LookUp;
using CouponAdmin.Core.Issuance.Refusals;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.LookUp;

/// <summary>What became of a claim: one timeline per campaign, and a text for the member. What is looked for stands in the address.</summary>
public sealed partial class LookUpPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private LookUpAnswer? _answer;
    private string? _asked;
    private string? _text;
    private bool _seesCodes;

    [Inject] public required ClaimLookUp LookUp { get; init; }
    [Inject] public required RefusalInbox Inbox { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery(Name = "q")] public string? Asked { get; set; }

    private string? Sought => string.IsNullOrWhiteSpace(Asked) ? null : Asked.Trim();

    /// <summary>What is kept, and so what an empty answer means.</summary>
    private static string Kept => Say.In(
        $"거절은 회원과 사유마다 처음 한 번만, 캠페인마다 {Figures.Count(RefusalLedger.RefusedClaimsMax)}건까지 남습니다. 접수된 신청은 모두 남습니다.",
        $"Refusals are kept once per member and reason, up to {Figures.Count(RefusalLedger.RefusedClaimsMax)} a campaign. Admitted claims are all kept.");

    private string DroppedText => Say.In(
        $" 이 인스턴스가 시작된 뒤 한꺼번에 몰린 거절 {Inbox.Dropped.ToString("N0", Figures.Culture)}건은 남기지 못했습니다.",
        $" Since this instance started, {Inbox.Dropped.ToString("N0", Figures.Culture)} refusals came too fast to be kept.");

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_asked == Sought)
        {
            return;
        }

        (_asked, _text, _answer) = (Sought, Sought, null);
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        if (_asked is not { } asked)
        {
            return;
        }

        bool seesCodes = await Gate.SeesCodesAsync();
        LookUpAnswer answer = await LookUp.FindAsync(asked, _leaving.Token);

        // A slow answer to an older question must not cover a newer one.
        if (_asked == asked)
        {
            (_answer, _seesCodes) = (answer, seesCodes);
        }
    }

    private void Submit()
    {
        if (!string.IsNullOrWhiteSpace(_text))
        {
            Navigation.NavigateTo(Routes.ConsoleClaimsOf(_text.Trim()));
        }
    }
}
