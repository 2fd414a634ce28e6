using CouponAdmin.Core.Results;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Http;

/// <summary>The only place where a refusal becomes an HTTP answer: problem details (RFC 9457) with a stable <c>code</c>.</summary>
internal static class Problems
{
    /// <summary>How long somebody who was turned away for the moment should wait.</summary>
    public const int RetryAfterSeconds = 1;

    public static ProblemHttpResult Of(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.InvalidInput => Invalid(refusal.Fields),
        RefusalKind.UnknownCampaign => Make(StatusCodes.Status404NotFound, "unknown-campaign", refusal.Detail),
        RefusalKind.UnknownIssuance => Make(StatusCodes.Status404NotFound, "unknown-issuance", refusal.Detail),
        RefusalKind.UnknownRedemption => Make(StatusCodes.Status404NotFound, "unknown-redemption", refusal.Detail),
        RefusalKind.UnknownJob => Make(StatusCodes.Status404NotFound, "unknown-job", refusal.Detail),
        RefusalKind.TooManyJobs => Make(StatusCodes.Status409Conflict, "too-many-jobs", refusal.Detail, ("max", refusal.Bound)),
        RefusalKind.CouponRedeemed => Make(StatusCodes.Status409Conflict, "already-redeemed", refusal.Detail),
        RefusalKind.SlugTaken => Make(StatusCodes.Status409Conflict, "slug-taken", refusal.Detail),
        RefusalKind.WrongState => Make(StatusCodes.Status409Conflict, "wrong-state", refusal.Detail),
        RefusalKind.StaffAccount => Make(StatusCodes.Status409Conflict, "staff-account", refusal.Detail),
        RefusalKind.StillInSale => Make(StatusCodes.Status409Conflict, "still-in-sale", refusal.Detail),
        RefusalKind.BelowAdmitted => Make(StatusCodes.Status409Conflict, "below-admitted", refusal.Detail, ("given", refusal.Bound)),
        RefusalKind.UnknownAccount => Make(StatusCodes.Status404NotFound, "unknown-account", refusal.Detail),
        RefusalKind.EmailTaken => Make(StatusCodes.Status409Conflict, "email-taken", refusal.Detail),
        RefusalKind.LastAdministrator => Make(StatusCodes.Status409Conflict, "last-administrator", refusal.Detail),
        RefusalKind.StillRefused => Make(StatusCodes.Status409Conflict, "still-refused", refusal.Detail),
        RefusalKind.ChangedMeanwhile => Make(StatusCodes.Status412PreconditionFailed, "changed-meanwhile", refusal.Detail, ("current", refusal.Current)),
        RefusalKind.AlreadyDisabled => Make(StatusCodes.Status409Conflict, "already-disabled", refusal.Detail),
        RefusalKind.NotDisabled => Make(StatusCodes.Status409Conflict, "not-disabled", refusal.Detail),
        RefusalKind.TooManyDisabled => Make(StatusCodes.Status409Conflict, "too-many-disabled", refusal.Detail, ("max", refusal.Bound)),
        RefusalKind.UnknownClient => Make(StatusCodes.Status404NotFound, "unknown-client", refusal.Detail),
        RefusalKind.TooManyClients => Make(StatusCodes.Status409Conflict, "too-many-clients", refusal.Detail, ("max", refusal.Bound)),
        RefusalKind.UnknownWebhook => Make(StatusCodes.Status404NotFound, "unknown-webhook", refusal.Detail),
        RefusalKind.TooManyWebhooks => Make(StatusCodes.Status409Conflict, "too-many-webhooks", refusal.Detail, ("max", refusal.Bound)),
        RefusalKind.UnknownDelivery => Make(StatusCodes.Status404NotFound, "unknown-delivery", refusal.Detail),
        RefusalKind.KeyReused => Make(StatusCodes.Status409Conflict, "idempotency-key-reused", refusal.Detail),
        RefusalKind.ImportUnderWay => Make(StatusCodes.Status409Conflict, "import-under-way", refusal.Detail),
        RefusalKind.NoCodeTaken => Make(StatusCodes.Status400BadRequest, "no-code-taken", refusal.Detail, ("report", refusal.Current)),

        // Rehearsals are the console's alone; whatever asks for one by the interface some day finds its state in the way.
        RefusalKind.SaleNear or RefusalKind.RehearsalUnderWay or RefusalKind.NoOwnAddress => Make(StatusCodes.Status409Conflict, "wrong-state", refusal.Detail),
        RefusalKind.StoreUnavailable => Make(StatusCodes.Status503ServiceUnavailable, "store-unavailable", refusal.Detail),
    };

    /// <summary>400 with <c>errors</c> by field name.</summary>
    public static ProblemHttpResult Invalid(IEnumerable<FieldProblem> fields) => Make(
        StatusCodes.Status400BadRequest, "invalid-input", "The input breaks a rule; see errors.",
        ("errors", fields.GroupBy(f => f.Field, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(FieldProblemTexts.Of).ToArray(), StringComparer.Ordinal)));

    /// <summary>400 for one field, in our own words.</summary>
    public static ProblemHttpResult InvalidField(string field, string message) =>
        InvalidFields(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = message });

    /// <summary>400 with one sentence for each field.</summary>
    public static ProblemHttpResult InvalidFields(IReadOnlyDictionary<string, string> messages) => Make(
        StatusCodes.Status400BadRequest, "invalid-input", "The input breaks a rule; see errors.",
        ("errors", messages.ToDictionary(m => m.Key, m => new[] { m.Value }, StringComparer.Ordinal)));

    /// <summary>415: the body is of another kind, or written in an encoding that nobody knows.</summary>
    public static ProblemHttpResult NoJson() => Make(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "Send application/json, in UTF-8.");

    /// <summary>415: the address takes files, and the body is of another kind.</summary>
    public static ProblemHttpResult OtherBody(IReadOnlyList<string> kinds) =>
        Make(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", $"Send {string.Join(" or ", kinds)}, in UTF-8.");

    public static ProblemHttpResult UnknownCampaign(string slug) =>
        Make(StatusCodes.Status404NotFound, "unknown-campaign", $"There is no campaign '{slug}'.");

    public static ProblemHttpResult Make(int status, string code, string detail, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        Dictionary<string, object?> extensions = new(StringComparer.Ordinal) { ["code"] = code };
        foreach ((string name, object? value) in more)
        {
            extensions[name] = value;
        }

        return TypedResults.Problem(detail, statusCode: status, type: $"urn:coupon-admin:{code}", extensions: extensions);
    }
}
