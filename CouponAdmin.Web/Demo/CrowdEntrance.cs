using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Web.Accounts;

namespace CouponAdmin.Web.Demo;

/// <summary>How an answer to a claim of the crowd is counted.</summary>
internal enum CrowdAnswer
{
    Admitted,
    Repeated,
    SoldOut,
    TurnedAway,
}

/// <summary>The way into the product that anybody's program takes: HTTP, with a token of one's own.</summary>
internal sealed class CrowdEntrance(Uri address, string slug, SigningKey key, TimeProvider time) : IDisposable
{
    /// <summary>Connections at a time; more people than that wait their turn, as in a browser.</summary>
    public const int ConnectionsMax = 200;

    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private readonly Uri _claims = new(address, $"{Routes.Api}/campaigns/{slug}/claims");
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false, AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = ConnectionsMax,
    }) { Timeout = AnswerWithin };

    /// <summary>Claims, and waits for the answer.</summary>
    /// <exception cref="HttpRequestException">There was none.</exception>
    public async Task<CrowdAnswer> AskAsync(string member, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _claims);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(member));
        using HttpResponseMessage answer = await _http.SendAsync(request, cancellationToken);
        return answer.StatusCode switch
        {
            HttpStatusCode.Accepted => CrowdAnswer.Admitted,
            HttpStatusCode.OK => CrowdAnswer.Repeated,
            HttpStatusCode.Conflict when await IsSoldOutAsync(answer, cancellationToken) => CrowdAnswer.SoldOut,
            _ => CrowdAnswer.TurnedAway,
        };
    }

    /// <summary>Claims and hangs up: whether the claim was taken, this person does not know.</summary>
    /// <exception cref="IOException">The server could not be reached.</exception>
    /// <exception cref="SocketException">The same.</exception>
    public async Task AskAndHangUpAsync(string member, CancellationToken cancellationToken)
    {
        using TcpClient connection = new();
        await connection.ConnectAsync(_claims.Host, _claims.Port, cancellationToken);
        string request = string.Create(CultureInfo.InvariantCulture,
            $"POST {_claims.AbsolutePath} HTTP/1.1\r\nHost: {_claims.Authority}\r\nAuthorization: Bearer {TokenOf(member)}\r\nContent-Length: 0\r\n\r\n");
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private string TokenOf(string member) => MemberToken.Of(member, key, time.GetUtcNow() + TokenLife);

    private static async Task<bool> IsSoldOutAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        (await answer.Content.ReadFromJsonAsync<Problem>(cancellationToken))?.Code == ClaimCodes.Of(ClaimOutcome.SoldOut);

    private sealed record Problem(string? Code);
}
