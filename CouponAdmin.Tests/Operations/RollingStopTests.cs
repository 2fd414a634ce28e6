using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Faults;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Operations;

/// <summary>Two instances behind a real nginx with the configuration of <c>deploy/nginx</c>; one of them is told to stop while members claim.</summary>
public sealed class RollingStopTests(RollingStopRig rig) : IClassFixture<RollingStopRig>
{
    private const int Clients = 6;
    private const int Streams = 6;
    private const int ClaimsAfterwards = 100;

    [Fact]
    public async Task Claims_WhenOneOfTwoInstancesStops_AreAllAnsweredAndStreamsComeBackElsewhere()
    {
        AppProcess ending = rig.Instances[0];
        Assert.Equal("READY=1", await rig.HearNoticeAsync());
        SaleClient sale = new(rig.Nginx.Client);
        string slug = await rig.OpenAsync();
        using CancellationTokenSource end = new();
        ClaimHistory history = new();
        Task claiming = ClaimAsync(history, sale, slug, end.Token);
        Task<string>[] streams = [.. Enumerable.Range(0, Streams).Select(_ => FollowAsync(slug))];
        await history.ReachesAsync(ClaimsAfterwards);

        Task<int> stopped = ending.TerminateAsync();
        await Eventually.HoldsAsync(() => StatusAsync(ending, "/health/ready"), status => status == HttpStatusCode.ServiceUnavailable);

        Assert.Equal("STOPPING=1", await rig.HearNoticeAsync());

        // Not ready, but it serves: nobody is turned away while balancers still learn of it.
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(ending, "/health/live"));
        Answer late = (await new SaleClient(ending.Client).ClaimAsync(slug, rig.Tokens.Member("late"))).Is(202);
        Assert.True(late.Headers.ConnectionClose, "A balancer would send its next request on this connection.");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(ending, $"/c/{slug}"));

        Assert.Equal(0, await stopped);
        await history.ReachesAsync(history.Count + ClaimsAfterwards);
        await end.CancelAsync();
        await claiming;
        ClaimAttempt[] failed = [.. history.Attempts.Where(a => a.Ticket is null)];
        Assert.True(failed.Length == 0, $"{failed.Length} of {history.Count} without a ticket: {string.Join(", ", failed.Take(5))}\n{rig.Nginx.Output}");

        // Two of three places were the ending instance's, so some streams were too: they ended in order, and coming back leads to the other.
        Task<string>[] ended = [.. streams.Where(stream => stream.IsCompleted)];
        Assert.NotEmpty(ended);
        Assert.All(await Task.WhenAll(ended), last => Assert.Equal("", last));
        await using Stream again = await OpenStreamAsync(slug);
        Assert.StartsWith("event: ", await new StreamReader(again).ReadLineAsync(), StringComparison.Ordinal);

    }

    [Fact]
    public async Task Nginx_WhenItPassesARequestOn_SaysWhoAsksAndHow()
    {
        using (HttpClient plain = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = rig.Nginx.PlainAddress })
        using (HttpResponseMessage redirect = await plain.GetAsync(new Uri("/c/x?y=1", UriKind.Relative)))
        {
            Assert.Equal((HttpStatusCode.PermanentRedirect, "https://127.0.0.1/c/x?y=1"), (redirect.StatusCode, redirect.Headers.Location?.AbsoluteUri));
        }

        // A page with a form answers 421 where the instance believes the request came without TLS.
        using HttpResponseMessage form = await rig.Nginx.Client.GetAsync(new Uri("/sign-in", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, form.StatusCode);
        Assert.Contains(form.Headers.GetValues("Set-Cookie"), cookie => cookie.Contains("secure", StringComparison.OrdinalIgnoreCase));

        using HttpResponseMessage metrics = await rig.Nginx.Client.GetAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, metrics.StatusCode);

        // The instance compares the page's origin with scheme and host of the request: both must have come through.
        using ClientWebSocket circuit = new();
        circuit.Options.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=127.0.0.1";
        circuit.Options.SetRequestHeader("Origin", rig.Nginx.Address.GetLeftPart(UriPartial.Authority));
        circuit.Options.SetRequestHeader("Authorization", $"Bearer {rig.Tokens.Operator()}");
        await circuit.ConnectAsync(new Uri($"wss://{rig.Nginx.Address.Authority}/_blazor"), CancellationToken.None);
        Assert.Equal(WebSocketState.Open, circuit.State);
    }

    private Task ClaimAsync(ClaimHistory history, SaleClient sale, string slug, CancellationToken end)
    {
        int asked = 0;
        return Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                string member = TestMembers.Name(Interlocked.Increment(ref asked));
                await history.AskAsync(sale, slug, member, rig.Tokens.Member(member));
            }
        })));
    }

    /// <summary>Reads a stream to its end; what is left after the last whole event is the answer.</summary>
    private async Task<string> FollowAsync(string slug)
    {
        await using Stream stream = await OpenStreamAsync(slug);
        using StreamReader reader = new(stream);
        string last = "";
        while (await reader.ReadLineAsync() is { } line)
        {
            last = line;
        }

        return last;
    }

    private async Task<Stream> OpenStreamAsync(string slug)
    {
        HttpResponseMessage answer = await rig.Nginx.Client.GetAsync(new Uri($"/api/v1/campaigns/{slug}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
    }

    private static async Task<HttpStatusCode> StatusAsync(AppProcess app, string path)
    {
        using HttpResponseMessage answer = await app.Client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }
}

/// <summary>Two instances as in production on one store and one database, and nginx in front of them.</summary>
public sealed class RollingStopRig : IAsyncLifetime, IDisposable
{
    internal TestTokens Tokens { get; } = TestTokens.WithNewKey();

    internal IReadOnlyList<AppProcess> Instances { get; private set; } = [];

    private readonly TestDirectory _directory = new("supervisor");
    private readonly Socket _supervisor = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    internal NginxServer Nginx { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["ConnectionStrings__Redis"] = (await RedisServer.SharedAsync()).ConnectionString,
            ["Database__Provider"] = "PostgreSql",
            ["ConnectionStrings__Database"] = await Databases.NewPostgreSqlAsync(),
            ["Authentication__Jwt__SigningKey"] = Tokens.SigningKey,
            ["Proxy__Addresses"] = "127.0.0.1",
        };
        string notices = Path.Combine(_directory.Path, "notify");
        _supervisor.Bind(new UnixDomainSocketEndPoint(notices));
        Dictionary<string, string> supervised = new(settings, StringComparer.Ordinal) { ["NOTIFY_SOCKET"] = notices };
        Instances = await Task.WhenAll(AppProcess.StartReadyAsync(supervised, "Production"), AppProcess.StartReadyAsync(settings, "Production"));
        Nginx = await NginxServer.StartAsync(Instances[0].Address, Instances[0].Address, Instances[1].Address);
    }

    public async Task DisposeAsync()
    {
        await Nginx.DisposeAsync();
        foreach (AppProcess instance in Instances)
        {
            await instance.DisposeAsync();
        }
    }

    public void Dispose()
    {
        _supervisor.Dispose();
        _directory.Dispose();
    }

    /// <summary>What the first instance told systemd next.</summary>
    internal async Task<string> HearNoticeAsync()
    {
        byte[] word = new byte[256];
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        return Encoding.UTF8.GetString(word, 0, await _supervisor.ReceiveAsync(word, patience.Token));
    }

    internal async Task<string> OpenAsync()
    {
        SaleClient sale = new(Nginx.Client);
        string slug = SaleClient.FreshSlug("rolling");
        (await sale.PostAsync(SaleClient.Admin, Tokens.Administrator(), SaleClient.Draft(slug, quantity: 1_000_000))).Is(201);
        (await sale.PostAsync($"{SaleClient.Admin}/{slug}/publish", Tokens.Administrator())).Is(200);
        return slug;
    }
}
