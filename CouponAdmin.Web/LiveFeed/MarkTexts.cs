using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.LiveFeed;

/// <summary>A moment of a sale that charts mark.</summary>
/// <param name="Sign">Its letter in the chart.</param>
/// <param name="Text">When it was; the later ones by how long after the first claim.</param>
public sealed record MarkedMoment(string Sign, string Word, DateTimeOffset At, string Text);

/// <summary>The moments that charts mark: the first claim, the last unit, the last answer.</summary>
public static class MarkTexts
{
    /// <summary>Those that are known, in their order.</summary>
    public static IReadOnlyList<MarkedMoment> Of(DateTimeOffset? firstClaim, DateTimeOffset? lastUnit, DateTimeOffset? lastAnswer)
    {
        List<MarkedMoment> marks = [];
        if (firstClaim is { } first)
        {
            marks.Add(new MarkedMoment("A", Say.In("첫 접수", "First claim"), first, SeoulTime.Fine(first)));
            Add("B", Say.In("마지막 수량", "Last unit"), lastUnit);
            Add("C", Say.In("마지막 답", "Last answer"), lastAnswer);

            void Add(string sign, string word, DateTimeOffset? at)
            {
                if (at is { } known)
                {
                    marks.Add(new MarkedMoment(sign, word, known, $"+{Figures.Fine(known - first)}"));
                }
            }
        }

        return marks;
    }

    /// <summary>Where they stand in a chart of that stretch; those outside of it don't.</summary>
    public static IReadOnlyList<BucketMark> PlacesOf(IReadOnlyList<MarkedMoment> marks, DateTimeOffset begin, DateTimeOffset end) =>
        [.. marks.Select(mark => new BucketMark((mark.At - begin) / (end - begin), mark.Sign)).Where(mark => mark.At is >= 0 and <= 1)];
}
