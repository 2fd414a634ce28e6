using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Claiming;

/// <summary>Everything that the claim page's script may have to say, in the reader's language, as JSON for the page.</summary>
internal static class ClaimTexts
{
    /// <summary>Leaves Korean readable and small, but still escapes what could end the script element.</summary>
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Json() => JsonSerializer.Serialize(
        new
        {
            Words = Enum.GetValues<ClaimMoment>().ToDictionary(moment => moment.Key(), Words, StringComparer.Ordinal),
            Phrases = new
            {
                ClaimPhrases.Place,
                ClaimPhrases.Ahead,
                ClaimPhrases.NoneAhead,
                ClaimPhrases.Number,
                ClaimPhrases.ValidUntil,
                ClaimPhrases.LastWent,
                ClaimPhrases.Today,
                ClaimPhrases.OtherDay,
                ClaimPhrases.ExactOtherDay,
                ClaimPhrases.Date,
                ClaimPhrases.Days,
                Copied = Say.In("복사했습니다", "Copied"),
                CopyFailed = Say.In("코드를 길게 눌러 복사하십시오", "Press and hold the code to copy it"),
            },
        },
        Options);

    private static object Words(ClaimMoment moment)
    {
        ClaimWords words = ClaimWords.Of(moment);
        return new { words.Heading, words.Detail, words.Button, Tone = ClaimWords.ToneOf(moment), Press = ClaimWords.CanPress(moment) };
    }
}
