using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CouponAdmin.Web.Http;

/// <summary>The version of what an answer shows, in the interface: <c>ETag</c> on answers, <c>If-Match</c> on requests that change it (RFC 9110, section 13.1.1).</summary>
internal static class VersionTag
{
    public const string IfMatch = "If-Match";

    /// <summary>Reads <c>If-Match</c>. False when it can't be read.</summary>
    /// <param name="ifMatch">The header.</param>
    /// <param name="versions">The versions that the act may meet; null, without a header and for <c>*</c>: any.</param>
    public static bool TryRead(string? ifMatch, out IReadOnlyList<string>? versions)
    {
        versions = null;
        if (ifMatch is null)
        {
            return true;
        }

        // A proxy that compresses may have made a tag weak; what it stands for is the same.
        if (!EntityTagHeaderValue.TryParseStrictList([ifMatch], out IList<EntityTagHeaderValue>? tags))
        {
            return false;
        }

        versions = tags.Contains(EntityTagHeaderValue.Any) ? null : [.. tags.Select(tag => tag.Tag.ToString().Trim('"'))];
        return true;
    }

    public static ProblemHttpResult Unreadable() => Problems.InvalidField(IfMatch, "Send the ETag that you were given, with its quotation marks, or *.");

    /// <summary>What an answer shows: its body, or what a refusal says is there now.</summary>
    /// <param name="result">The endpoint's result.</param>
    /// <param name="field">Where a refusal says it.</param>
    public static T? ShownBy<T>(object? result, string field)
        where T : class => result switch
        {
            INestedHttpResult nested => ShownBy<T>(nested.Result, field),
            ProblemHttpResult problem => problem.ProblemDetails.Extensions.TryGetValue(field, out object? current) ? current as T : null,
            IValueHttpResult value => value.Value as T,
            _ => null,
        };

    public static void Write(HttpContext context, string version) => context.Response.Headers.ETag = $"\"{version}\"";
}
