namespace CouponAdmin.Web.Http;

/// <summary>The closed list of the codes that a refusal of the interface can have, with what each means. A code that isn't here is in no answer.</summary>
internal static class ProblemCodes
{
    public static readonly IReadOnlyDictionary<string, string> All = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["already-disabled"] = "The member is disabled already.",
        ["already-redeemed"] = "The coupon is used for an order.",
        ["bad-request"] = "The request can't be read.",
        ["below-admitted"] = "The quantity is below what is given already; `given` says how much.",
        ["below-minimum-order"] = "The order is smaller than the coupon asks for; `minimumOrder` says how large it must be.",
        ["challenge-required"] = "The sale asks for the answer to a challenge; `challenge` is the task.",
        ["changed-meanwhile"] = "Somebody else changed it since it was read; `current` is what it is now.",
        ["closed"] = "The sale is over.",
        ["currency-mismatch"] = "The coupon is for orders in another currency; `currency` says which.",
        ["email-taken"] = "Another account has this email.",
        ["expired"] = "The coupon's last moment, `validUntil`, is over.",
        ["forbidden"] = "The role doesn't allow this.",
        ["foreign-origin"] = "A write with a cookie came from another site's page; programs send a token and never see this.",
        ["headers-too-large"] = "The request has too many headers, or too large ones.",
        ["idempotency-answer-not-kept"] = "What the Idempotency-Key asked for was carried out, and its answer can't be given again.",
        ["idempotency-key-in-use"] = "The request with this Idempotency-Key is being carried out; ask again after `Retry-After`.",
        ["idempotency-key-reused"] = "The Idempotency-Key was used with another body.",
        ["insufficient-scope"] = "The API client's token lacks the scope, or no scope opens this operation.",
        ["internal-error"] = "Something went wrong in the product; it has been logged.",
        ["invalid-input"] = "The input breaks a rule; `errors` names each field.",
        ["last-administrator"] = "This is the last administrator who can sign in.",
        ["member-disabled"] = "The member can't claim coupons.",
        ["method-not-allowed"] = "The address takes other methods; `Allow` names them.",
        ["no-host"] = "The request has no Host header.",
        ["not-claimed"] = "The member has no claim in this campaign.",
        ["not-disabled"] = "The member isn't disabled.",
        ["not-open-yet"] = "The sale opens at `opensAt`.",
        ["not-ready"] = "The campaign is being loaded into the store; ask again in a moment.",
        ["other-member"] = "The coupon is another member's.",
        ["paused"] = "The sale is paused.",
        ["queue-expired"] = "The claim waited too long, and its coupon was given on.",
        ["refused"] = "After a fault there was no coupon left for the ticket.",
        ["revoked"] = "The coupon was taken back.",
        ["slug-taken"] = "Another campaign has this slug.",
        ["sold-out"] = "All coupons have been asked for.",
        ["staff-account"] = "The id is the account of somebody who works here.",
        ["still-in-sale"] = "The member holds a ticket of a sale that isn't over.",
        ["still-refused"] = "The database still refuses this claim.",
        ["store-unavailable"] = "Store or database doesn't answer; nothing is lost, and asking again is safe.",
        ["too-large"] = "The request's body is too large.",
        ["too-many-clients"] = "There are as many API clients as may be, `max`.",
        ["too-many-disabled"] = "As many members are disabled as may be, `max`.",
        ["too-many-exports"] = "As many files are being received as may be, `exportsMax`.",
        ["too-many-jobs"] = "The campaign has as many unfinished jobs as may be, `max`.",
        ["too-many-requests"] = "Too many requests; wait as long as `Retry-After` says.",
        ["too-many-webhooks"] = "There are as many webhooks as may be, `max`.",
        ["unauthorized"] = "The token is missing, or isn't valid.",
        ["unknown-account"] = "Nothing is kept of this person.",
        ["unknown-address"] = "There is nothing at this address.",
        ["unknown-campaign"] = "There is no campaign with this slug.",
        ["unknown-client"] = "There is no API client with this id.",
        ["unknown-coupon"] = "There is no coupon with this code.",
        ["unknown-cursor"] = "The log has no such event yet: the cursor belongs to another log.",
        ["unknown-delivery"] = "The webhook has no such delivery with events.",
        ["unknown-issuance"] = "The campaign has no such coupon or claim.",
        ["unknown-job"] = "The campaign has no job with this id.",
        ["unknown-redemption"] = "There is no redemption with this id.",
        ["unknown-webhook"] = "There is no webhook with this id.",
        ["unsupported-media-type"] = "The body is no JSON in UTF-8.",
        ["wrong-state"] = "What it is now doesn't allow the act.",
    };

    /// <summary>What a code means; a new one must be written down here.</summary>
    public static string MeaningOf(string code) => All.TryGetValue(code, out string? meaning)
        ? meaning
        : throw new InvalidOperationException($"The code '{code}' isn't in {nameof(ProblemCodes)}.");
}
