using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace CouponAdmin.Web.Http;

/// <summary>Problem details that are the same for everybody but for the trace id: encoded once, copied out for each answer.</summary>
/// <remarks>Most answers of a rush are "sold out", and the framework's problem details would be made anew for each.</remarks>
internal sealed class ReadyProblem : IResult, IStatusCodeHttpResult
{
    private const string ContentType = "application/problem+json";
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly byte[] _head;
    private readonly int _status;

    /// <param name="code">The stable word that programs go by.</param>
    /// <param name="detail">One sentence for people, in English.</param>
    public ReadyProblem(int status, string code, string detail)
    {
        (Code, _status) = (code, status);
        string head = JsonSerializer.Serialize(
            new { type = $"urn:coupon-admin:{code}", title = ReasonPhrases.GetReasonPhrase(status), status, detail, code }, Plain);
        _head = Encoding.UTF8.GetBytes($"{head[..^1]},\"traceId\":\"");
    }

    public string Code { get; }

    int? IStatusCodeHttpResult.StatusCode => _status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;

        // Letters, digits, hyphens and colons: nothing in it needs an escape.
        string trace = Activity.Current?.Id ?? httpContext.TraceIdentifier;
        int length = _head.Length + trace.Length + 2;
        response.StatusCode = _status;
        response.ContentType = ContentType;
        response.ContentLength = length;
        Span<byte> body = response.BodyWriter.GetSpan(length);
        _head.CopyTo(body);
        Encoding.ASCII.GetBytes(trace, body[_head.Length..]);
        "\"}"u8.CopyTo(body[(length - 2)..]);
        response.BodyWriter.Advance(length);

        // On its way: a 403 that hasn't started would be taken for one that still needs its words (AccessProblems).
        return response.BodyWriter.FlushAsync().AsTask();
    }
}
