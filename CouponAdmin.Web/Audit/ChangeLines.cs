using System.Globalization;
using System.Text.Json;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Shared;
using CouponAdmin.Web.Users;

namespace CouponAdmin.Web.Audit;

/// <summary>One value of an audit entry in the reader's words.</summary>
/// <param name="Name">What it is a value of.</param>
/// <param name="Before">Null where only what it became is known.</param>
/// <param name="After">What it became, or was at the time.</param>
public sealed record ChangeLine(string Name, string? Before, string After);

/// <summary>Reads the JSON of an audit entry: <c>{before, after}</c> gives the values that differ, anything else all values.</summary>
public static class ChangeLines
{
    private const string NothingThere = "∅";

    public static IReadOnlyList<ChangeLine> Of(string? json)
    {
        if (json is null)
        {
            return [];
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return Of(document.RootElement);
        }
        catch (JsonException)
        {
            // Written by something older or newer: shown as it stands rather than not at all.
            return [new ChangeLine(Say.In("값", "Values"), null, json)];
        }
    }

    private static IReadOnlyList<ChangeLine> Of(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return [new ChangeLine(Say.In("값", "Values"), null, root.ToString())];
        }

        if (!root.TryGetProperty("before", out JsonElement before) || !root.TryGetProperty("after", out JsonElement after))
        {
            return [.. Flatten(root, "").Where(v => v.Text is not null).Select(v => new ChangeLine(AuditTexts.FieldName(v.Path), null, v.Text!))];
        }

        Dictionary<string, string?> old = Flatten(before, "").ToDictionary(v => v.Path, v => v.Text, StringComparer.Ordinal);
        return
        [
            .. Flatten(after, "")
                .Where(v => !old.TryGetValue(v.Path, out string? was) || was != v.Text)
                .Select(v => new ChangeLine(AuditTexts.FieldName(v.Path), old.Count == 0 ? null : old.GetValueOrDefault(v.Path) ?? NothingThere, v.Text ?? NothingThere)),
        ];
    }

    private static IEnumerable<(string Path, string? Text)> Flatten(JsonElement element, string path) => element switch
    {
        { ValueKind: JsonValueKind.Object } when MomentOf(element) is { } moment => [(path, Show(moment))],
        { ValueKind: JsonValueKind.Object } => element.EnumerateObject().SelectMany(p => Flatten(p.Value, path.Length == 0 ? p.Name : $"{path}.{p.Name}")),
        _ => [(path, Show(element, path))],
    };

    /// <summary>The store's clock is written as <c>{"microseconds": …}</c>.</summary>
    private static DateTimeOffset? MomentOf(JsonElement element) =>
        element.TryGetProperty("microseconds", out JsonElement microseconds) && microseconds.TryGetInt64(out long us) ? new StoreTime(us).ToDateTimeOffset() : null;

    private static string? Show(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => Say.In("예", "yes"),
        JsonValueKind.False => Say.In("아니요", "no"),
        JsonValueKind.Number => ShowNumber(value, path),
        JsonValueKind.String when path == "role" => RoleTexts.Word(value.GetString()!),
        JsonValueKind.String when value.TryGetDateTimeOffset(out DateTimeOffset moment) => Show(moment),
        _ => value.ToString(),
    };

    private static string ShowNumber(JsonElement value, string path) => (path, value.TryGetInt64(out long number)) switch
    {
        ("benefit.kind", true) => KindOf((BenefitKind)number),
        ("queueTtlPolicy", true) => number == (int)QueueTtlPolicy.Honour ? Say.In("그래도 발급", "issue anyway") : Say.In("만료 처리", "expire"),
        // A ticket is a name, not an amount.
        ("ticket", true) => number.ToString(CultureInfo.InvariantCulture),
        (_, true) => number.ToString("N0", Figures.Culture),
        _ => value.GetDouble().ToString("0.###", CultureInfo.InvariantCulture),
    };

    private static string KindOf(BenefitKind kind) => kind switch
    {
        BenefitKind.Percent => Say.In("비율 할인", "percent off"),
        BenefitKind.Amount => Say.In("금액 할인", "amount off"),
        BenefitKind.FreeText => Say.In("증정·기타", "gift or other"),
    };

    private static string Show(DateTimeOffset moment) => $"{SeoulTime.Second(moment)} {SeoulTime.Abbreviation}";
}
