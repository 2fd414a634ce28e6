using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.LiveFeed;

/// <summary>What all sales stand on, in one line: store, durability, database, drainer, scheduler, clocks. All pages of an instance share one reading a second.</summary>
public sealed partial class SystemStrip : ComponentBase, IDisposable
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    private ITimer? _timer;
    private SystemHealth? _health;
    private long _readAt;
    private bool _isReading;
    private bool _isLeft;

    [Inject] public required SystemHealthReader Reader { get; init; }
    [Inject] public required TimeProvider Clock { get; init; }

    private TimeSpan Age => Clock.GetElapsedTime(_readAt);

    private string DurabilityWords => _health!.Durability switch
    {
        _ when _health.Store != StoreCondition.Serving => Figures.Unknown,
        { Evicts: true } => Say.In("지워질 수 있음", "may erase claims"),
        { IsDurable: true } => Say.In("답하기 전에 디스크에 적음", "on disk before each answer"),
        { IsDurable: false } => Say.In("장애 때 잃을 수 있음", "a crash may lose claims"),
        { IsDurable: null } => Say.In("설정을 읽을 수 없음", "not shown by the store"),
    };

    public void Dispose()
    {
        _isLeft = true;
        _timer?.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        await ReadAsync();
        if (!_isLeft)
        {
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(TickAsync), state: null, AgainAfter, AgainAfter);
        }
    }

    private async Task TickAsync()
    {
        // A reading that waits for its time-out must not keep the age from growing.
        if (!_isReading)
        {
            await ReadAsync();
        }

        if (!_isLeft)
        {
            StateHasChanged();
        }
    }

    private async Task ReadAsync()
    {
        _isReading = true;
        try
        {
            (_health, _readAt) = (await Reader.ReadAsync(), Clock.GetTimestamp());
        }
        finally
        {
            _isReading = false;
        }
    }

    private static string Style(bool isWell) => isWell ? "strip-good" : "strip-bad";

    private static string Took(TimeSpan? took) => took is { } time ? Milliseconds(time) : Figures.Unknown;

    private static string Milliseconds(TimeSpan span) =>
        Say.In($"{span.TotalMilliseconds.ToString("0.#", Figures.Culture)}밀리초", $"{span.TotalMilliseconds.ToString("0.#", Figures.Culture)} ms");
}
