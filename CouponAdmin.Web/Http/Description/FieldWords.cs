namespace CouponAdmin.Web.Http.Description;

/// <summary>What a field or parameter of this name means wherever it stands. A comment or attribute of its own wins over these words.</summary>
internal static class FieldWords
{
    /// <summary>Path parameters.</summary>
    public static readonly IReadOnlyDictionary<string, string> InPath = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["slug"] = "The campaign's slug; capitals are taken as small letters.",
        ["code"] = "The coupon's code; a person may type it in any case, with or without hyphens.",
        ["clientId"] = "The API client's id.",
        ["number"] = "The coupon's number in its campaign.",
        ["ticket"] = "The claim's ticket.",
        ["id"] = "The id.",
    };

    /// <summary>Query parameters and headers.</summary>
    public static readonly IReadOnlyDictionary<string, string> Asked = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["action"] = "Exactly this act, such as `pause-campaign`.",
        ["after"] = "Where the page before ended: its `next`.",
        ["campaign"] = "Exactly this campaign's slug.",
        ["from"] = "This moment or later: ISO 8601 with an offset, such as `2026-11-23T12:00:00Z`.",
        ["If-Match"] = "The `ETag` that was read: the act is refused if the campaign changed since. `*`, or no such header, accepts any version.",
        ["limit"] = "How many at most.",
        ["member"] = "Exactly this member's id.",
        ["q"] = "What to search for.",
        ["search"] = "A part of the name or slug, in any case.",
        ["skip"] = "How many to pass over.",
        ["sort"] = "What to sort by; with a hyphen before it, from the end.",
        ["state"] = "Only campaigns in this state; every state but archived where it is left out.",
        ["status"] = "Only those of this status.",
        ["subject"] = "What was acted on; the start of its name.",
        ["take"] = "How many at most.",
        ["to"] = "Before this moment; written like `from`.",
        ["who"] = "A part of the id or name of who acted.",
        ["wholeSubject"] = "Whether `subject` is the whole name instead of its start.",
    };

    /// <summary>Lists of words that stand nowhere but where a value may be null: their own comment is lost on the way.</summary>
    public static readonly IReadOnlyDictionary<string, string> Lists = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["CouponFault"] = "Why a coupon can't be used.",
    };

    /// <summary>Fields of bodies.</summary>
    public static readonly IReadOnlyDictionary<string, string> Fields = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["access_token"] = "Sent as `Authorization: Bearer`.",
        ["accessToken"] = "Sent as `Authorization: Bearer`.",
        ["account"] = "The account, where they have one.",
        ["action"] = "What was done.",
        ["at"] = "When.",
        ["audit"] = "What they did, and what was done to them.",
        ["benefit"] = "What a coupon is worth.",
        ["campaign"] = "The campaign's slug.",
        ["change"] = "What changed, as JSON.",
        ["claimedAt"] = "When the ticket was given.",
        ["claims"] = "Recorded claims.",
        ["client"] = "The client.",
        ["clientId"] = "The id with which the client asks for tokens.",
        ["closesAt"] = "When the sale ends.",
        ["code"] = "The coupon's code: four groups of four. Masked for people who only read.",
        ["couponValidDays"] = "How many days a coupon can be used, from its issue.",
        ["createdAt"] = "When it was made.",
        ["currency"] = "ISO 4217.",
        ["description"] = "Shown on the claim page.",
        ["discount"] = "What the coupon takes off, in the currency's smallest unit.",
        ["email"] = "The email address.",
        ["error"] = "The word that OAuth 2.0 has for it: `invalid_request`, `invalid_client`, `invalid_scope`, `unsupported_grant_type`; or `temporarily_unavailable`.",
        ["error_description"] = "One sentence for people.",
        ["expires_in"] = "Seconds that the token lives.",
        ["expiresAt"] = "When it ends by itself.",
        ["expiresIn"] = "Seconds that the token lives.",
        ["findings"] = "The differences.",
        ["hasSecondStep"] = "Whether a second step is asked for at sign-in.",
        ["id"] = "Its id.",
        ["isClean"] = "Nothing was found.",
        ["isOwn"] = "Their own act.",
        ["isRepaired"] = "What was found was repaired.",
        ["isUnitReturned"] = "The coupon was taken back and its unit went on sale again.",
        ["issued"] = "Coupons that were issued.",
        ["issuedAt"] = "When the coupon was issued.",
        ["items"] = "The page.",
        ["kind"] = "Which kind.",
        ["lastUsedAt"] = "When it was last used.",
        ["member"] = "The member's id in the shop.",
        ["memberId"] = "When given, the coupon must be this member's.",
        ["name"] = "The name that people see.",
        ["number"] = "The coupon's number in its campaign.",
        ["oldSecretPrefix"] = "How the secret before begins, while it is still good.",
        ["oldSecretUntil"] = "When the secret before ends.",
        ["opensAt"] = "When the sale begins.",
        ["orderAmount"] = "Before the discount, in the currency's smallest unit.",
        ["orderId"] = "The shop's own name of the order.",
        ["quantity"] = "How many coupons there are.",
        ["quarantinedAt"] = "When it was set aside.",
        ["queueDepth"] = "Claims that wait to be recorded.",
        ["queueTtlPolicy"] = "What happens to a claim that waited longer than it may.",
        ["queueTtlSeconds"] = "How long a claim may wait; the system's setting where it is left out.",
        ["reason"] = "Why.",
        ["recordedAt"] = "When the row was written.",
        ["redeemedAt"] = "When the coupon was used.",
        ["redeemedBy"] = "Who took the coupon.",
        ["redemptions"] = "Uses of coupons.",
        ["remaining"] = "Units that nobody has asked for yet.",
        ["revokedAt"] = "When it was taken back.",
        ["revokeReason"] = "Why the coupon was taken back.",
        ["rollbackReason"] = "Why the use was rolled back.",
        ["rolledBackAt"] = "When the use was rolled back.",
        ["rolledBackBy"] = "Who rolled the use back.",
        ["scope"] = "The scopes, with a space between.",
        ["scopes"] = "What the client may.",
        ["secret"] = "Told this once.",
        ["secretMadeAt"] = "When the secret was made.",
        ["secretPrefix"] = "How the secret begins.",
        ["slug"] = "The campaign's name in addresses.",
        ["state"] = "Where it stands in its life.",
        ["status"] = "Where it stands.",
        ["subject"] = "What was acted on.",
        ["telephone"] = "The telephone number.",
        ["ticket"] = "The order mark: microseconds of the store's clock.",
        ["token_type"] = "`Bearer`.",
        ["tokenType"] = "`Bearer`.",
        ["took"] = "How long it took: hours, minutes, seconds.",
        ["total"] = "How many there are.",
        ["what"] = "What was noted.",
    };
}
