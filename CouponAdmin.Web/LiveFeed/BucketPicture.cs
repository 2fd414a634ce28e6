using System.Globalization;
using System.Text;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.LiveFeed;

/// <summary>A moment that is marked in a chart of buckets.</summary>
/// <param name="At">From 0, the chart's beginning, to 1, its end.</param>
/// <param name="Sign">The letter that stands over it.</param>
public sealed record BucketMark(double At, string Sign);

/// <summary>What a <see cref="BucketFigure"/> draws: bars of counts, and below them the depth of the queue over the same time.</summary>
/// <param name="Moments">Where each bucket begins, as its row of the table is called.</param>
/// <param name="Columns">The columns of the table, a value for each bucket; the first is drawn as bars, the last as the depth.</param>
public sealed record BucketPicture(IReadOnlyList<string> Moments, IReadOnlyList<(string Name, IReadOnlyList<long?> Values)> Columns, IReadOnlyList<BucketMark> Marks)
{
    /// <summary>Height of the drawing in units of its own; it is stretched to the page.</summary>
    public const int Height = 100;

    /// <summary>Marks nearer than this share the place of one letter.</summary>
    private const double MarkApart = 0.025;

    public int Count => Moments.Count;

    public (string Name, IReadOnlyList<long?> Values) Bars => Columns[0];

    public (string Name, IReadOnlyList<long?> Values) Depth => Columns[^1];

    /// <summary>The letters over the chart: moments that would cover each other stand together.</summary>
    public IReadOnlyList<BucketMark> Signs
    {
        get
        {
            List<BucketMark> signs = [];
            foreach (BucketMark mark in Marks.OrderBy(m => m.At))
            {
                if (signs.Count > 0 && mark.At - signs[^1].At < MarkApart)
                {
                    signs[^1] = signs[^1] with { Sign = signs[^1].Sign + mark.Sign };
                }
                else
                {
                    signs.Add(mark);
                }
            }

            return signs;
        }
    }

    public static long MostOf(IReadOnlyList<long?> values) => Math.Max(1, values.Max() ?? 0);

    /// <summary>All bars as one path: two hundred elements would be two hundred things to compare at each drawing.</summary>
    public string BarPath => PathOf(Bars.Values, (path, i, top) => path.Append(CultureInfo.InvariantCulture, $"M{i}.06 {Height}V{top}H{i}.94V{Height}Z"));

    /// <summary>The depth as steps over their stretch; where it isn't known, nothing.</summary>
    public string DepthPath => PathOf(Depth.Values, (path, i, top) => path.Append(CultureInfo.InvariantCulture, $"M{i} {Height}V{top}H{i + 1}V{Height}Z"));

    private static string PathOf(IReadOnlyList<long?> values, Action<StringBuilder, int, string> draw)
    {
        double most = MostOf(values);
        StringBuilder path = new();
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] is > 0 and { } value)
            {
                draw(path, i, (Height * (1 - (value / most))).ToString("0.#", CultureInfo.InvariantCulture));
            }
        }

        return path.ToString();
    }

    /// <summary>How long a bucket is, in words: 10 ms, 2 s, 5 min.</summary>
    public static string WidthText(TimeSpan width) => width switch
    {
        { TotalSeconds: < 1 } => Say.In($"{width.TotalMilliseconds:0}밀리초", $"{width.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } => Say.In($"{width.TotalSeconds:0}초", $"{width.TotalSeconds:0} s"),
        { TotalHours: < 1 } => Say.In($"{width.TotalMinutes:0}분", $"{width.TotalMinutes:0} min"),
        { TotalDays: < 1 } => Say.In($"{width.TotalHours:0}시간", $"{width.TotalHours:0} h"),
        _ => Say.In($"{width.TotalDays:0}일", $"{width.TotalDays:0} d"),
    };
}
