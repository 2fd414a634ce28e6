using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace CouponAdmin.Web.ApiClients;

/// <summary>What a program sends to the token endpoint (RFC 6749, sections 2.3.1 and 4.4.2).</summary>
internal sealed record TokenRequest(string? GrantType, string? Scope, string? ClientId, string? ClientSecret)
{
    public const string FormType = "application/x-www-form-urlencoded";
    private const int ParametersMax = 16;
    private const int NameLengthMax = 64;
    private const int ValueLengthMax = 1_024;

    /// <summary>A body of one kind, small, and every parameter once.</summary>
    public static async Task<(TokenRequest? Request, TokenProblem? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.QueryString.HasValue)
        {
            return (null, TokenProblem.Invalid("The address takes no parameters; send them in the body."));
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) || !FormType.Equals(type.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            return (null, TokenProblem.Invalid($"Send the parameters as {FormType}."));
        }

        if (await FormOfAsync(request, cancellationToken) is not { } form)
        {
            return (null, TokenProblem.Invalid("The body can't be read, or is too large."));
        }

        if (form.FirstOrDefault(parameter => parameter.Value.Count > 1) is { Key: not null } repeated)
        {
            return (null, TokenProblem.Invalid("A parameter is given more than once."));
        }

        return Credentials(request, form);
    }

    private static (TokenRequest? Request, TokenProblem? Problem) Credentials(HttpRequest request, IFormCollection form)
    {
        (string? id, string? secret) = (Given(form["client_id"]), Given(form["client_secret"]));
        if (request.Headers.Authorization is { Count: > 0 } header)
        {
            if (header is not [{ } text] || BasicOf(text) is not var (basicId, basicSecret))
            {
                return (null, TokenProblem.UnknownClient);
            }

            // The id may stand in the body too, a second secret may not.
            if (secret is not null || (id is not null && id != basicId))
            {
                return (null, TokenProblem.Invalid("Give the client's secret in one place: the Authorization header or the body."));
            }

            (id, secret) = (basicId, basicSecret);
        }

        return (new TokenRequest(Given(form["grant_type"]), Given(form["scope"]), id, secret), null);
    }

    private static async Task<IFormCollection?> FormOfAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await request.ReadFormAsync(new FormOptions { ValueCountLimit = ParametersMax, KeyLengthLimit = NameLengthMax, ValueLengthLimit = ValueLengthMax }, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    // Id and secret are written as in a form before they are joined.
    private static (string Id, string Secret)? BasicOf(string header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out AuthenticationHeaderValue? value) || !"Basic".Equals(value.Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        byte[] bytes = new byte[value.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(value.Parameter ?? "", bytes, out int length))
        {
            return null;
        }

        string[] parts = Encoding.UTF8.GetString(bytes.AsSpan(0, length)).Split(':', 2);
        return parts is [var id, var secret] ? (WebUtility.UrlDecode(id), WebUtility.UrlDecode(secret)) : null;
    }

    // A parameter without a value counts as left out (RFC 6749, section 3.2).
    private static string? Given(StringValues value) => value is [{ Length: > 0 } text] ? text : null;
}
