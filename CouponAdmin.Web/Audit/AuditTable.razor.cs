using System.Globalization;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Audit;

/// <summary>Audit entries, a page at a time, newest first; the same list for everything and for one campaign.</summary>
public sealed partial class AuditTable : ComponentBase, IDisposable
{
    private const int PageSize = 50;
    private const int PageMax = 1_000_000;
    private const int SkeletonRows = 8;

    private readonly CancellationTokenSource _leaving = new();
    private readonly Dictionary<string, object?> _tableAttributes = new(StringComparer.Ordinal) { ["aria-label"] = Say.In("감사 기록", "Audit") };
    private (AuditFilter Filter, int Page)? _asked;
    private IReadOnlyList<AuditEntry>? _items;
    private int _total;

    [Inject] public required AuditLog Log { get; init; }

    [Parameter, EditorRequired] public required AuditFilter Filter { get; set; }

    /// <summary>1, 2, 3…; null for the first. From the page's address.</summary>
    [Parameter, EditorRequired] public required int? AskedPage { get; set; }

    private int PageNumber => Math.Clamp(AskedPage ?? 1, 1, PageMax);

    private bool IsFiltered => !Filter.IsWholeSubject && Filter != new AuditFilter();

    private string EmptyTitle => IsFiltered ? Say.In("조건에 맞는 기록이 없습니다", "No entry matches") : Say.In("아직 기록이 없습니다", "Nothing was written down yet");

    private string EmptyText => IsFiltered
        ? Say.In("검색어를 줄이거나 기간을 넓혀 보십시오.", "Shorten the search, or widen the time.")
        : Say.In("캠페인과 계정에 한 일이 모두 여기에 남습니다.", "Everything that is done to campaigns and accounts is kept here.");

    private string CsvAddress => Routes.AuditCsvOf(QueryString.Create(
        new (string Name, string? Value)[]
        {
            ("who", Filter.Who), ("action", Filter.Action), ("subject", Filter.Subject), ("wholeSubject", Filter.IsWholeSubject ? "true" : null),
            ("from", Utc(Filter.From)), ("to", Utc(Filter.To)),
        }.Where(q => !string.IsNullOrWhiteSpace(q.Value)).Select(q => KeyValuePair.Create(q.Name, q.Value))).ToString());

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        (AuditFilter Filter, int Page) asks = (Filter, PageNumber);
        if (asks == _asked)
        {
            return;
        }

        _asked = asks;
        (IReadOnlyList<AuditEntry> items, int total) = await Log.SliceAsync(asks.Filter, (asks.Page - 1) * PageSize, PageSize, _leaving.Token);

        // A slow answer to an older question must not cover a newer one.
        if (_asked == asks)
        {
            (_items, _total) = (items, total);
        }
    }

    private static string? Utc(StoreTime? moment) => moment?.ToDateTimeOffset().UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
