using CouponAdmin.Web.Http.Idempotency;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.RateLimiting;

namespace CouponAdmin.Web.Http.Description;

/// <summary>Which refusals an operation can answer with. Most follow from what it is: its address, its rights, its body; the others it names itself (<see cref="RefusesWith"/>).</summary>
internal static class OperationRefusals
{
    /// <summary>The codes of each status.</summary>
    public static SortedDictionary<int, SortedSet<string>> Of(ApiDescription operation)
    {
        IList<object> metadata = operation.ActionDescriptor.EndpointMetadata;
        SortedDictionary<int, SortedSet<string>> codes = [];
        IEnumerable<RefusesWith> refusals = operation.RelativePath!.StartsWith(Routes.Api.TrimStart('/'), StringComparison.Ordinal)
            ? [.. Everywhere, .. Faults, .. OfRights(operation, metadata), .. OfAddress(operation), .. OfBody(operation), .. OfKey(metadata), .. metadata.OfType<RefusesWith>()]
            : Faults;
        foreach (RefusesWith refusal in refusals)
        {
            codes.TryAdd(refusal.Status, new SortedSet<string>(StringComparer.Ordinal));
            codes[refusal.Status].Add(refusal.Code);
        }

        return codes;
    }

    private static readonly RefusesWith[] Everywhere =
    [
        // Every address refuses parameters that it doesn't know.
        new(StatusCodes.Status400BadRequest, "invalid-input"),
        new(StatusCodes.Status429TooManyRequests, "too-many-requests"),
    ];

    /// <summary>Also where other refusals are answered as OAuth does.</summary>
    private static readonly RefusesWith[] Faults =
    [
        new(StatusCodes.Status500InternalServerError, "internal-error"),
        new(StatusCodes.Status503ServiceUnavailable, "store-unavailable"),
    ];

    private static IEnumerable<RefusesWith> OfRights(ApiDescription operation, IList<object> metadata)
    {
        if (OperationRights.PoliciesOf(metadata) is not { Count: > 0 })
        {
            yield break;
        }

        yield return new RefusesWith(StatusCodes.Status401Unauthorized, "unauthorized");
        yield return new RefusesWith(StatusCodes.Status403Forbidden, "insufficient-scope");
        yield return new RefusesWith(StatusCodes.Status403Forbidden, "forbidden");

        if (!HttpMethods.IsGet(operation.HttpMethod!))
        {
            yield return new RefusesWith(StatusCodes.Status403Forbidden, "foreign-origin");
        }

        if (metadata.OfType<EnableRateLimitingAttribute>().Any(limit => limit.PolicyName == Limits.ExportPolicy))
        {
            yield return new RefusesWith(StatusCodes.Status429TooManyRequests, "too-many-exports");
        }
    }

    private static IEnumerable<RefusesWith> OfAddress(ApiDescription operation)
    {
        foreach (ApiParameterDescription parameter in operation.ParameterDescriptions)
        {
            switch (parameter.Name)
            {
                case "slug":
                    yield return new RefusesWith(StatusCodes.Status404NotFound, "unknown-campaign");
                    yield return new RefusesWith(StatusCodes.Status503ServiceUnavailable, "not-ready");
                    break;
                case "webhookId":
                    yield return new RefusesWith(StatusCodes.Status404NotFound, "unknown-webhook");
                    break;
                case "clientId":
                    yield return new RefusesWith(StatusCodes.Status404NotFound, "unknown-client");
                    break;
                case "If-Match":
                    yield return new RefusesWith(StatusCodes.Status412PreconditionFailed, "changed-meanwhile");
                    break;
                case "Idempotency-Key":
                    yield return new RefusesWith(StatusCodes.Status409Conflict, "idempotency-key-reused");
                    break;
                default:
                    break;
            }

            // A word where the address takes a number leads nowhere.
            if (parameter.Source == BindingSource.Path && parameter.RouteInfo?.Constraints?.Any() == true)
            {
                yield return new RefusesWith(StatusCodes.Status404NotFound, "unknown-address");
            }
        }
    }

    private static RefusesWith[] OfKey(IList<object> metadata) => metadata.OfType<TakesKey>().Any()
        ?
        [
            new RefusesWith(StatusCodes.Status409Conflict, "idempotency-key-reused"),
            new RefusesWith(StatusCodes.Status409Conflict, "idempotency-key-in-use"),
            new RefusesWith(StatusCodes.Status409Conflict, "idempotency-answer-not-kept"),
        ]
        : [];

    private static RefusesWith[] OfBody(ApiDescription operation) => operation.ParameterDescriptions.Any(parameter => parameter.Source == BindingSource.Body)
        ?
        [
            new RefusesWith(StatusCodes.Status413PayloadTooLarge, "too-large"),
            new RefusesWith(StatusCodes.Status413PayloadTooLarge, "bad-request"),
            new RefusesWith(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type"),
        ]
        : [];
}
