using CouponAdmin.Core.Reports;
using CouponAdmin.Web.LiveFeed;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Reports;

/// <summary>The words of two sales that are laid over each other.</summary>
public static class PairTexts
{
    /// <summary>What the address says for <see cref="PairBegin.FirstClaim"/>.</summary>
    public const string FirstClaimWord = "first";

    /// <summary>What the address says for <see cref="PairReach.Shorter"/>.</summary>
    public const string ShorterWord = "short";

    public static string Title(RushPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        string width = BucketPicture.WidthText(pair.Width);
        return pair.Begin == PairBegin.Opening
            ? Say.In($"두 판매를 각자의 시작부터 {width}마다", $"Two sales, each from its opening, in steps of {width}")
            : Say.In($"두 판매를 각자의 첫 접수부터 {width}마다", $"Two sales, each from its first claim, in steps of {width}");
    }

    /// <summary>What stands over the column of moments.</summary>
    public static string Beginning(PairBegin begin) =>
        begin == PairBegin.Opening ? Say.In("시작 뒤", "After opening") : Say.In("첫 접수 뒤", "After the first claim");

    /// <summary>The names of both; where they are alike, with the addresses.</summary>
    public static IReadOnlyList<string> Names(RushPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return pair.One.Name == pair.Other.Name ? [$"{pair.One.Name} ({pair.One.Slug})", $"{pair.Other.Name} ({pair.Other.Slug})"] : [pair.One.Name, pair.Other.Name];
    }

    /// <summary>The figures that are compared, a row each.</summary>
    public static IReadOnlyList<(string Name, string One, string Other)> Rows(RushPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return
        [
            Row(Say.In("쿠폰 수량", "Coupons offered"), side => Figures.Count(side.Quantity)),
            Row(Say.In("기록된 신청", "Recorded claims"), side => Figures.Count(side.Recorded)),
            Row(Say.In("첫 접수 (시작부터)", "First claim, from the opening"), side => side.Rush is { } rush ? RushTexts.After(rush.Marks.FirstClaim - side.OpensAt) : Figures.Unknown),
            Row(Say.In("마지막 수량 (첫 접수부터)", "Last unit, from the first claim"), side => After(side, side.Rush?.Marks.LastUnit)),
            Row(Say.In("마지막 답 (첫 접수부터)", "Last answer, from the first claim"), side => After(side, side.Rush?.Marks.LastAnswer)),
            Row(Say.In("한 간격에 가장 많은 접수", "Most claims in one step"), side => Figures.Count(side.Rush?.Points.Max(p => p.Admitted))),
            Row(Say.In("간격 끝의 가장 긴 대기열", "Deepest queue at the end of a step"), side => Figures.Count(side.Rush?.Points.Max(p => p.InQueue))),
        ];

        (string, string, string) Row(string name, Func<RushSide, string> text) => (name, text(pair.One), text(pair.Other));
    }

    /// <summary>What can't be seen in the chart: claims outside of it, and a sale without any.</summary>
    public static IReadOnlyList<string> Notes(RushPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        IReadOnlyList<string> names = Names(pair);
        return [.. new[] { Note(names[0], pair.One), Note(names[1], pair.Other) }.OfType<string>()];
    }

    /// <summary>A moment of the axis: hundredths where the steps are that fine.</summary>
    public static string Since(TimeSpan time, TimeSpan width)
    {
        string sign = time < TimeSpan.Zero ? "−" : "+";
        TimeSpan span = time.Duration();
        string fine = width < TimeSpan.FromSeconds(1) ? @"\.ff" : "";
        return sign + (span.TotalDays >= 1 ? string.Create(Figures.Culture, $"{(int)span.TotalDays}d ") + span.ToString(@"hh\:mm", Figures.Culture)
            : span.TotalHours >= 1 ? span.ToString(@"h\:mm\:ss", Figures.Culture)
            : span.ToString(@"m\:ss" + fine, Figures.Culture));
    }

    private static string? Note(string name, RushSide side) => side.Rush switch
    {
        null => Say.In($"{name}: 기록된 신청이 없습니다.", $"{name}: no claim is recorded."),
        { Before: 0, After: 0 } => null,
        var rush => Say.In(
            $"{name}: 차트 앞에 {Figures.Count(rush.Before)}건, 뒤에 {Figures.Count(rush.After)}건이 더 있습니다.",
            $"{name}: {Figures.Count(rush.Before)} more came before the chart, {Figures.Count(rush.After)} after it."),
    };

    private static string After(RushSide side, DateTimeOffset? moment) =>
        side.Rush is { } rush && moment is { } at ? RushTexts.After(at - rush.Marks.FirstClaim) : Figures.Unknown;
}
