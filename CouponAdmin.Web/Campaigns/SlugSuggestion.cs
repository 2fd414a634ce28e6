using System.Globalization;
using System.Text;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Campaigns;

/// <summary>Proposes an address for a name: its Latin letters and digits, or the day when it has no letters of that kind (봄맞이 → coupon-20261122).</summary>
public static class SlugSuggestion
{
    public static string For(string? name, DateTimeOffset opensAt)
    {
        string folded = Fold(name ?? "");
        return folded.Any(char.IsAsciiLetter) ? folded : "coupon-" + SeoulTime.Of(opensAt).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
    }

    private static string Fold(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (char c in WithoutLoneSurrogates(name).Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(c);
            }
            else if (char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        slug.Length = Math.Min(slug.Length, CampaignDraftRules.SlugLengthMax);
        return slug.ToString().TrimEnd('-');
    }

    /// <summary>Normalizing refuses half a character, which a field cut off in its middle can hold.</summary>
    private static string WithoutLoneSurrogates(string name) => new([.. name.Where(c => !char.IsSurrogate(c))]);
}
