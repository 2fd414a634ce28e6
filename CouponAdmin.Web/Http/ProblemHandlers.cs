using System.Text.Json;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Http;

/// <summary>Broken infrastructure and unreadable input, as answers: what reaches here was thrown, and is logged once by the middleware around it.</summary>
internal sealed class ProblemHandlers : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!httpContext.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) || Answer(exception) is not { } problem)
        {
            return false;
        }

        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static ProblemHttpResult? Answer(Exception exception) => exception switch
    {
        BadHttpRequestException { InnerException: JsonException json } => Problems.InvalidField(FieldOf(json), "This value can't be read; see the interface's description."),
        BadHttpRequestException bad => Problems.Make(bad.StatusCode, "bad-request", "The request can't be read."),
        CampaignNotReadyException e => Problems.Make(StatusCodes.Status503ServiceUnavailable, "not-ready", e.Message),
        { } outage when Outage.Is(outage) => Problems.Make(
            StatusCodes.Status503ServiceUnavailable, "store-unavailable", "The service can't answer at this moment; nothing is lost. Ask again."),
        _ => Problems.Make(StatusCodes.Status500InternalServerError, "internal-error", "Something went wrong here; it has been logged."),
    };

    // "$.benefit.value" → "benefit.value"
    private static string FieldOf(JsonException e) => e.Path is { Length: > 2 } path ? path[2..] : "body";
}
