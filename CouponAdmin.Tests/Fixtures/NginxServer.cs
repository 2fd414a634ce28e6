using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>A real nginx with exactly <c>deploy/nginx/nginx.conf</c>; only its addresses, folders and certificate are the tests' own.</summary>
internal sealed class NginxServer : IAsyncDisposable
{
    public const string Configuration = "deploy/nginx/nginx.conf";

    private readonly TestDirectory _directory = new("nginx");
    private readonly int _tls = LoopbackPorts.Take();
    private ChildProcess? _process;

    private NginxServer()
    {
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{_tls}"));
        PlainAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPorts.Take()}"));
        Client = ClientOf();
    }

    public Uri Address { get; }

    public Uri PlainAddress { get; }

    /// <summary>As a browser: HTTP/2 over TLS, no redirect followed, no cookie kept.</summary>
    public HttpClient Client { get; }

    public string Output => _process?.Output ?? "";

    /// <param name="instances">Who stands in the place of coupon1, coupon2 and so on: as many as the file names.</param>
    public static async Task<NginxServer> StartAsync(params IReadOnlyList<Uri> instances)
    {
        NginxServer server = new();
        string file = Path.Combine(server._directory.Path, "nginx.conf");
        server.WriteCertificate();
        await File.WriteAllTextAsync(file, server.Adapt(SourceTree.Read(Configuration), instances));
        server._process = await ChildProcess.StartAsync(new ChildCommand(InstalledPrograms.Nginx, "-c", file, "-e", "stderr", "-g", "daemon off;") { DeathSignal = ChildSignal.Term });
        await Eventually.HoldsAsync(server.AskAsync, status => status == HttpStatusCode.OK, TimeSpan.FromSeconds(30), () => server.Output);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_process is not null)
        {
            // The main process takes its workers along.
            _process.Send(ChildSignal.Term);
            await _process.WaitForExitAsync(TimeSpan.FromSeconds(20));
            await _process.DisposeAsync();
        }

        _directory.Dispose();
    }

    private string Adapt(string text, IReadOnlyList<Uri> instances)
    {
        string folder = _directory.Path;
        List<(string There, string Here)> places =
        [
            ("/etc/nginx/tls/", $"{folder}/"), ("/tmp/nginx-", $"{folder}/nginx-"), ("/run/nginx.pid", $"{folder}/nginx.pid"),
            ("/var/log/nginx/access.log", $"{folder}/access.log"), ("/var/log/nginx/error.log", "stderr"),
            ("listen 80;", $"listen {PlainAddress.Authority};"), ("listen 443 ", $"listen {Address.Authority} "),
            .. instances.Select((instance, i) => (string.Create(CultureInfo.InvariantCulture, $"server coupon{i + 1}:8080 "), $"server {instance.Authority} ")),
        ];
        foreach ((string there, string here) in places)
        {
            Assert.Contains(there, text, StringComparison.Ordinal);
            text = text.Replace(there, here, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("server coupon", text, StringComparison.Ordinal);
        return text;
    }

    private void WriteCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(_directory.Path, "tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_directory.Path, "tls.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private HttpClient ClientOf() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=127.0.0.1" },
    })
    {
        BaseAddress = Address,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private async Task<HttpStatusCode?> AskAsync()
    {
        _process!.FailIfExited();
        try
        {
            using HttpResponseMessage answer = await Client.GetAsync(new Uri("/health/live", UriKind.Relative));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
