using System.Security.Cryptography;

namespace CouponAdmin.Web.Http.Idempotency;

/// <summary>A request's body, read before the endpoint reads it.</summary>
internal static class RequestText
{
    /// <summary>SHA-256 of the body as it came; null when it is too large. The server bounds a body (<c>Limits:BodyBytes</c>), so it is held in memory.</summary>
    public static async Task<string?> FingerprintOfAsync(HttpRequest request)
    {
        MemoryStream copy = new();
        request.HttpContext.Response.RegisterForDispose(copy);
        try
        {
            await request.Body.CopyToAsync(copy, request.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }

        copy.Position = 0;
        request.Body = copy;
        return Convert.ToHexString(SHA256.HashData(copy.GetBuffer().AsSpan(0, (int)copy.Length)));
    }
}
