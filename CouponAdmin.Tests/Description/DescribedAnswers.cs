using System.Text.Json;
using Xunit.Sdk;

namespace CouponAdmin.Tests.Description;

/// <summary>Every answer that the tests get from the interface is held against its document: the status, the code of a refusal, and each field of the body.</summary>
internal static class DescribedAnswers
{
    private const string Json = "application/json";
    private const string ProblemType = "application/problem+json";

    /// <summary>Any address can answer so; the document says it once, in words.</summary>
    private static readonly string[] Anywhere = ["no-host", "method-not-allowed", "headers-too-large", "unknown-address"];

    /// <summary>Fails the test when the document doesn't tell of this answer. Addresses outside the interface, and answers of proxies, are none of its business.</summary>
    public static void Judge(HttpMethod method, string address, int status, string? contentType, string text)
    {
        if (contentType is not (Json or ProblemType) || Document.InTheRepository.Find(method.Method, address) is not { } operation)
        {
            return;
        }

        if (FaultOf(Document.InTheRepository, operation, status, contentType, text) is { } fault)
        {
            throw new XunitException($"{operation.Name} answered {status}, and {Document.Path} doesn't say so (bash eng/openapi.sh writes it anew): {fault}\n{text[..Math.Min(text.Length, 1000)]}");
        }
    }

    /// <summary>What the document doesn't tell; null: it tells all.</summary>
    public static string? FaultOf(Document document, DescribedOperation operation, int status, string contentType, string text)
    {
        JsonElement body = JsonDocument.Parse(text).RootElement;
        string? code = contentType == ProblemType && body.TryGetProperty("code", out JsonElement word) ? word.GetString() : null;
        if (Anywhere.Contains(code, StringComparer.Ordinal))
        {
            return null;
        }

        if (!operation.Json.GetProperty("responses").TryGetProperty($"{status}", out JsonElement answer))
        {
            return $"the status is not described{(code is null ? "" : $", nor is its code {code}")}";
        }

        if (!answer.TryGetProperty("content", out JsonElement content) || !content.TryGetProperty(contentType, out JsonElement described))
        {
            return $"{contentType} is not described";
        }

        if (code is not null && !answer.GetProperty("x-codes").EnumerateArray().Any(known => known.GetString() == code))
        {
            return $"the code {code} is not among {answer.GetProperty("x-codes")}";
        }

        string[] faults = [.. new SchemaJudge(document).FaultsOf(described.GetProperty("schema"), body)];
        return faults.Length == 0 ? null : string.Join("; ", faults);
    }
}
