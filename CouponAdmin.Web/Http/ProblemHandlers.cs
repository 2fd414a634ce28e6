using System.Text.Json;
using System.Text.RegularExpressions;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CouponAdmin.Web.Http;

/// <summary>Broken infrastructure and unreadable input, as answers: what reaches here was thrown, and is logged once by the middleware around it.</summary>
internal sealed partial class ProblemHandlers(ITroublePages pages) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        IResult answer = pages.AreFor(httpContext) ? pages.Of(httpContext, PageStatus(exception)) : Answer(httpContext, exception);
        await answer.ExecuteAsync(httpContext);
        return true;
    }

    private static int PageStatus(Exception exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        CampaignNotReadyException => StatusCodes.Status503ServiceUnavailable,
        { } outage when Outage.Is(outage) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static ProblemHttpResult Answer(HttpContext context, Exception exception) => exception switch
    {
        // The framework takes an unknown charset for a mistake of ours.
        InvalidOperationException when HasUnknownCharset(context.Request) => Problems.NoJson(),
        BadHttpRequestException { InnerException: JsonRuleException broken } => Problems.Invalid([new FieldProblem(FieldOf(broken), broken.Rule)]),
        BadHttpRequestException { InnerException: JsonException unknown } when UnknownField.Of(context, unknown) is { } problem => problem,
        BadHttpRequestException { InnerException: JsonException json } => Problems.InvalidField(FieldOf(json), "This value can't be read; see the interface's description."),
        BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } bad => Problems.InvalidField(
            FieldOf(bad), "This is missing, or can't be read; see the interface's description."),
        BadHttpRequestException bad => Problems.Make(bad.StatusCode, "bad-request", "The request can't be read."),
        CampaignNotReadyException e => Problems.Make(StatusCodes.Status503ServiceUnavailable, "not-ready", e.Message),
        { } outage when Outage.Is(outage) => Problems.Make(
            StatusCodes.Status503ServiceUnavailable, "store-unavailable", "The service can't answer at this moment; nothing is lost. Ask again."),
        _ => Problems.Make(StatusCodes.Status500InternalServerError, "internal-error", "Something went wrong here; it has been logged."),
    };

    private static bool HasUnknownCharset(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) && type.Charset.HasValue && type.Encoding is null;

    // The framework says it in words alone: Failed to bind parameter "int limit" from "all". Anything else of this kind is about the body.
    private static string FieldOf(BadHttpRequestException e) => UnboundParameter().Match(e.Message) is { Success: true } match ? match.Groups["name"].Value : "body";

    [GeneratedRegex("^Failed to bind parameter \"[^\"]* (?<name>\\w+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex UnboundParameter();

    // "$.benefit.value" → "benefit.value"
    private static string FieldOf(JsonException e) => e.Path is { Length: > 2 } path ? path[2..] : "body";
}
