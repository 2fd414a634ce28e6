using CouponAdmin.Core.Campaigns;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Demo;

/// <summary>The button that sends a crowd, how far it is, and where to look afterwards. Empty wherever there is no demo.</summary>
public sealed partial class CrowdPanel : ComponentBase, IDisposable
{
    /// <summary>How often the counts move while a crowd is there.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private Crowd? _crowd;
    private CrowdProgress? _progress;
    private string? _refusal;
    private ITimer? _looker;

    /// <summary>The crowd itself is asked for by name: only a demo has one.</summary>
    [Inject] public required IServiceProvider Services { get; init; }

    [Inject] public required OperatorGate Gate { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] public required TimeProvider Clock { get; init; }

    [Parameter, EditorRequired] public required string Slug { get; set; }

    [Parameter, EditorRequired] public required CampaignState State { get; set; }

    private LimitsOptions Limits => Services.GetRequiredService<LimitsOptions>();

    /// <summary>This machine under its other name, where it has one: a browser keeps a session for each, so an operator's window and a member's stand side by side.</summary>
    private Uri OtherName => new UriBuilder(Navigation.BaseUri)
    {
        Host = Navigation.BaseUri.Contains("//localhost", StringComparison.Ordinal) ? "127.0.0.1" : "localhost",
    }.Uri;

    private bool HasOtherName => new Uri(Navigation.BaseUri).Host is "localhost" or "127.0.0.1";

    private string MemberLink
    {
        get
        {
            string path = $"{Routes.SignIn}?returnUrl={Uri.EscapeDataString(Routes.ClaimPageOf(Slug))}";
            return HasOtherName ? new Uri(OtherName, path).ToString() : path;
        }
    }

    public void Dispose() => _looker?.Dispose();

    protected override void OnInitialized() => _crowd = Services.GetService<Crowd>();

    protected override void OnParametersSet() => Look();

    private async Task SendAsync()
    {
        _refusal = await Gate.EnterAsync() is null
            ? OperatorGate.NotAllowed
            : CrowdTexts.Refusal(_crowd!.Send(Slug));
        Look();
    }

    private async Task StopAsync()
    {
        if (await Gate.EnterAsync() is null)
        {
            _refusal = OperatorGate.NotAllowed;
            return;
        }

        _crowd!.Stop();
        Look();
    }

    // Whoever sent it: also another page's crowd is watched from here.
    private void Look()
    {
        _progress = _crowd?.Of(Slug);
        if (_progress is not { IsUnderWay: true })
        {
            _looker?.Dispose();
            _looker = null;
        }
        else
        {
            _looker ??= Clock.CreateTimer(
                _ => _ = InvokeAsync(() =>
                {
                    Look();
                    StateHasChanged();
                }),
                state: null, LookEvery, LookEvery);
        }
    }
}
