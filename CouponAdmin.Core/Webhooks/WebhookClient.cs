using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CouponAdmin.Core.Webhooks;

/// <summary>A receiver's answer, or why there is none.</summary>
internal sealed record ReceiverAnswer(DeliveryOutcome Outcome, int? Status, string? Body, TimeSpan Took);

/// <summary>Posts to receivers. It speaks to public addresses alone, unless a setting allows others, follows no redirect and uses no proxy.</summary>
/// <remarks>The address is judged where the connection is made: a name that leads elsewhere a moment later is judged again, by what it leads to.</remarks>
internal sealed class WebhookClient : IDisposable
{
    private const string UserAgent = "CouponAdmin-Webhooks/1";
    private const int HeadersMaxKilobytes = 16;
    private const int ConnectionsPerReceiver = 4;

    /// <summary>Names are looked up anew after so long.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(1);

    private readonly WebhookOptions _options;
    private readonly HttpClient _http;

    public WebhookClient(WebhookOptions options)
    {
        _options = options;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = ConnectAsync,
            MaxConnectionsPerServer = ConnectionsPerReceiver,
            MaxResponseHeadersLength = HeadersMaxKilobytes,
            PooledConnectionLifetime = ConnectionLifetime,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <param name="url">The receiver.</param>
    /// <param name="body">JSON.</param>
    /// <param name="headers">The scheme's.</param>
    /// <param name="cancellationToken">The instance ends; thrown, as nobody knows then what became of it.</param>
    public async Task<ReceiverAnswer> PostAsync(string url, string body, IEnumerable<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_options.Timeout);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
            foreach ((string name, string value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            string text = await BeginningAsync(answer, patience.Token);
            return new ReceiverAnswer(OutcomeOf(answer.StatusCode), (int)answer.StatusCode, text, Stopwatch.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ReceiverAnswer(DeliveryOutcome.TimedOut, null, null, Stopwatch.GetElapsedTime(began));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            bool isForbidden = e.InnerException is ForbiddenAddressException;
            return new ReceiverAnswer(isForbidden ? DeliveryOutcome.ForbiddenAddress : DeliveryOutcome.Unreachable, null, null, Stopwatch.GetElapsedTime(began));
        }
    }

    public void Dispose() => _http.Dispose();

    private static DeliveryOutcome OutcomeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Gone => DeliveryOutcome.Gone,
        >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => DeliveryOutcome.Accepted,
        _ => DeliveryOutcome.Refused,
    };

    // A receiver may answer with anything, and for ever: its first letters are enough to know what it said.
    private static async Task<string> BeginningAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[WebhookRules.AnswerLengthMax];
        await using Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        int length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        string text = Encoding.UTF8.GetString(buffer, 0, length);
        return new string([.. text.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? ' ' : letter)]).Trim();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        IPAddress[] allowed = _options.AllowPrivateAddresses ? addresses : Array.FindAll(addresses, address => !PrivateAddresses.Has(address));
        if (allowed.Length == 0)
        {
            throw new ForbiddenAddressException(context.DnsEndPoint.Host);
        }

        // The address that was judged is the one that is connected to: the name is not looked up again.
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class ForbiddenAddressException(string host) : Exception($"'{host}' leads to no public address.");
}
