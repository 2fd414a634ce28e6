using System.Net.Http.Headers;

namespace CouponAdmin.Tests.Attacks;

/// <summary>Somebody who asks: a browser with its cookie, a program with its token, or nobody in particular.</summary>
internal sealed record Visitor(string Name, string? Cookie = null, string? Token = null)
{
    public static readonly Visitor Nobody = new("nobody");

    public void Sign(HttpRequestMessage request)
    {
        if (Cookie is not null)
        {
            request.Headers.Add("Cookie", Cookie);
        }

        if (Token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }
    }

    public override string ToString() => Name;
}
