using System.Text.Json.Serialization;
using CouponAdmin.Web.Http;
using Microsoft.Net.Http.Headers;

namespace CouponAdmin.Web.ApiClients;

/// <summary>A token, as RFC 6749, section 5.1, writes it.</summary>
internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("scope")] string Scope);

/// <summary>An error, as RFC 6749, section 5.2, writes it.</summary>
internal sealed record TokenError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string Description);

/// <summary>Why there is no token.</summary>
internal sealed record TokenProblem(int Status, string Error, string Description) : IResult
{
    /// <summary>One answer whether the id, the secret or the client itself isn't good: nobody learns which.</summary>
    public static readonly TokenProblem UnknownClient = new(StatusCodes.Status401Unauthorized, "invalid_client", "There is no such client, or this is not its secret.");

    public static readonly TokenProblem UnknownGrant = new(StatusCodes.Status400BadRequest, "unsupported_grant_type", "The one grant_type here is client_credentials.");

    public static readonly TokenProblem UnknownScope = new(StatusCodes.Status400BadRequest, "invalid_scope", "The client was not given every scope that is asked for.");

    /// <summary>The standard has no word for this one; libraries retry on it.</summary>
    public static readonly TokenProblem TooMany = new(StatusCodes.Status429TooManyRequests, "temporarily_unavailable", "Too many requests from this address; wait a moment, and keep a token until it runs out.");

    /// <summary>A secret belongs into no address, so nothing but POST is taken (RFC 6749, section 3.2).</summary>
    public static readonly TokenProblem WrongMethod = new(StatusCodes.Status405MethodNotAllowed, "invalid_request", "Send a POST.");

    public static TokenProblem Invalid(string description) => new(StatusCodes.Status400BadRequest, "invalid_request", description);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        TokenAnswers.KeepNothing(httpContext.Response);
        if (Status == StatusCodes.Status401Unauthorized)
        {
            httpContext.Response.Headers.WWWAuthenticate = "Basic realm=\"coupon-admin\"";
        }

        return new JsonAnswer<TokenError>(Status, new TokenError(Error, Description)).ExecuteAsync(httpContext);
    }
}

/// <summary>How the token endpoint answers.</summary>
internal static class TokenAnswers
{
    public const string Bearer = "Bearer";

    /// <summary>No cache on the way keeps a token (RFC 6749, section 5.1).</summary>
    public static void KeepNothing(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers[HeaderNames.Pragma] = "no-cache";
    }
}
