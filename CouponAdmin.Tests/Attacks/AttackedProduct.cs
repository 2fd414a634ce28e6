using System.Globalization;
using CouponAdmin.Core.Database;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Tests.Attacks;

/// <summary>
/// The product as it stands in production, in this process and behind a real Kestrel. A proxy in front of it ends TLS,
/// and each request comes from an address of its own unless the test names one.
/// </summary>
internal sealed class AttackedProduct : IAsyncDisposable
{
    public const string Site = "coupons.example.com";
    public const string Origin = "https://" + Site;
    public const int RequestsPerAddressPerSecond = 30;

    private static readonly SharedServer<AttackedProduct> OneForAll = new(() => StartAsync());
    private static int s_addresses;

    private readonly TestDirectory _directory;
    private readonly WebApplicationFactory<Program> _program;

    private AttackedProduct(TestDirectory directory, ILoggerProvider? log, (string Name, string Value)[] settings)
    {
        _directory = directory;
        // Named in both places: the factory sets its port only after the program has begun to run, which may be listening by then.
        int port = LoopbackPorts.Take();
        Uri address = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        _program = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Production").UseStaticWebAssets()
                .UseSetting("urls", address.ToString())
                .UseSetting("DataDirectory", _directory.Path)
                .UseSetting("Demo:Seed", "false")
                .UseSetting("Proxy:Networks", "127.0.0.0/8")
                .UseSetting("Limits:RequestsPerAddressPerSecond", $"{RequestsPerAddressPerSecond}")
                .UseSetting("Authentication:Jwt:SigningKey", Tokens.SigningKey)
                .UseSetting("Logging:LogLevel:Default", log is null ? "Critical" : "Debug")
                .ConfigureTestServices(services => services.ConfigureDbContext<SqliteCouponDbContext>(db => db.AddInterceptors(new DatabaseFault())));
            if (log is not null)
            {
                host.ConfigureLogging(logging => logging.AddProvider(log));
            }

            Array.ForEach(settings, setting => host.UseSetting(setting.Name, setting.Value));
        });
        _program.UseKestrel(port);
        _program.StartServer();
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
        Sale = new SaleClient(new HttpClient(new BehindProxy(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false })) { BaseAddress = Http.BaseAddress });
    }

    public TestTokens Tokens { get; } = TestTokens.WithNewKey();

    /// <summary>Speaks to the product without the proxy; <see cref="SendAsync"/> speaks as the proxy does.</summary>
    public HttpClient Http { get; }

    /// <summary>A program behind the proxy.</summary>
    public SaleClient Sale { get; }

    public Uri Address => Http.BaseAddress!;

    public IServiceProvider Services => _program.Services;

    /// <summary>Every endpoint and page, without static files.</summary>
    public IReadOnlyList<RouteEndpoint> Endpoints => MappedEndpoints.Of(Services);

    /// <summary>The addresses of the static files.</summary>
    public IReadOnlyList<string> Files =>
    [
        .. Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is not null).Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>One for the run: each test has campaigns and people of its own.</summary>
    public static Task<AttackedProduct> SharedAsync() => OneForAll.GetAsync();

    /// <param name="log">Hears everything from Debug on; null: the product is silent.</param>
    /// <param name="settings">By their names in the configuration; they overrule the fixture's.</param>
    public static async Task<AttackedProduct> StartAsync(ILoggerProvider? log = null, params (string Name, string Value)[] settings)
    {
        TestDirectory directory = new("attacked");
        await Databases.CopySqliteAsync(Path.Combine(directory.Path, "couponadmin.db"));
        AttackedProduct product = new(directory, log, settings);
        await Eventually.HoldsAsync<Answer>(() => product.Sale.GetAsync("/health/ready"), answer => (int)answer.Status == 200, TimeSpan.FromSeconds(60));
        return product;
    }

    /// <summary>Sends as the proxy does: over TLS, for the site's name, from an address that nobody else has unless one is given.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Visitor? visitor = null, string? address = null)
    {
        (visitor ?? Visitor.Nobody).Sign(request);
        BehindProxy.Mark(request, address);
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public Task<HttpResponseMessage> GetAsync(string path, Visitor? visitor = null, string accept = "text/html") => SendAsync(
        new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)) { Headers = { { "Accept", accept }, { "Accept-Language", "en" } } }, visitor);

    /// <summary>A published campaign of the test's own.</summary>
    public async Task<string> OpenAsync(string purpose, int quantity = 50)
    {
        string slug = SaleClient.FreshSlug(purpose);
        await Sale.OpenAsync(SaleClient.Draft(slug, quantity), Tokens.Operator());
        return slug;
    }

    /// <summary>Claims, and waits until the coupon is there.</summary>
    /// <returns>Its code.</returns>
    public async Task<string> IssueAsync(string slug, string member)
    {
        (await Sale.ClaimAsync(slug, Tokens.Member(member))).Is(202);
        return (await Eventually.HoldsAsync(() => Sale.MineAsync(slug, Tokens.Member(member)), mine => mine.Code.Length > 0)).Code;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _program.DisposeAsync();
        _directory.Dispose();
    }

    private sealed class BehindProxy(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        public static void Mark(HttpRequestMessage request, string? address)
        {
            int own = Interlocked.Increment(ref s_addresses);
            request.Headers.Host = Site;
            request.Headers.Add("X-Forwarded-For", address ?? $"10.{own >> 16 & 255}.{own >> 8 & 255}.{own & 255}");
            request.Headers.Add("X-Forwarded-Proto", "https");
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Mark(request, address: null);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
