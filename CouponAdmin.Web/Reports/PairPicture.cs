using System.Globalization;
using System.Text;
using CouponAdmin.Core.Reports;
using CouponAdmin.Web.LiveFeed;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Reports;

/// <summary>One measure of two sales in the same steps and on one scale: the first as filled steps, the other as a broken line, so that no colour is needed to tell them apart.</summary>
public sealed record PairLayer(string Name, IReadOnlyList<long?> One, IReadOnlyList<long?> Other)
{
    /// <summary>What the scale ends with, for both.</summary>
    public long Most => Math.Max(BucketPicture.MostOf(One), BucketPicture.MostOf(Other));

    public string OnePath => Draw(One, (path, i, top) => path.Append(CultureInfo.InvariantCulture, $"M{i} {BucketPicture.Height}V{top}H{i + 1}V{BucketPicture.Height}Z"), isLine: false);

    public string OtherPath => Draw(Other, (path, i, top) => path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? $"M{i} {top}" : $"V{top}")}H{i + 1}"), isLine: true);

    // A line runs along the ground too; a filled step of nothing is nothing.
    private string Draw(IReadOnlyList<long?> values, Action<StringBuilder, int, string> draw, bool isLine)
    {
        StringBuilder path = new();
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] is { } value && (isLine || value > 0))
            {
                draw(path, i, (BucketPicture.Height * (1 - (value / (double)Most))).ToString("0.#", CultureInfo.InvariantCulture));
            }
        }

        return path.ToString();
    }
}

/// <summary>What a <see cref="RushOverlay"/> draws of a pair, and what its table says.</summary>
/// <param name="Names">Of the two sales, told apart.</param>
/// <param name="Moments">Where each step begins, after the beginning of each sale.</param>
public sealed record PairPicture(IReadOnlyList<string> Names, IReadOnlyList<string> Moments, PairLayer Claims, PairLayer Depth)
{
    public int Count => Moments.Count;

    /// <param name="pair">With at least one step.</param>
    public static PairPicture Of(RushPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return new PairPicture(
            PairTexts.Names(pair),
            [.. Enumerable.Range(0, pair.Count).Select(i => PairTexts.Since(pair.From + (pair.Width * i), pair.Width))],
            new PairLayer(AnswerWords.Admitted, Values(pair, pair.One, p => p.Admitted), Values(pair, pair.Other, p => p.Admitted)),
            new PairLayer(Say.In("대기", "In queue"), Values(pair, pair.One, p => p.InQueue), Values(pair, pair.Other, p => p.InQueue)));
    }

    // Without a claim a sale has no first one to count from; from its opening on nothing came, which is known.
    private static long?[] Values(RushPair pair, RushSide side, Func<RushPoint, long> value) => side.Rush is { } rush
        ? [.. rush.Points.Select(p => (long?)value(p))]
        : [.. Enumerable.Repeat(pair.Begin == PairBegin.Opening ? 0L : (long?)null, pair.Count)];
}
