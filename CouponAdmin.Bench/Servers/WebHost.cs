using System.Globalization;

namespace CouponAdmin.Bench.Servers;

/// <summary>A web application as a process of its own on a free port: the product, or one of the bench's hosts.</summary>
internal sealed class WebHost(Child child, int port, HttpClient client) : IAsyncDisposable
{
    public Child Child { get; } = child;

    public int Port { get; } = port;

    public HttpClient Client { get; } = client;

    /// <param name="readyPath">Answers 200 once it serves.</param>
    /// <param name="through">A program with its arguments that the application is started through, such as <c>chrt</c>.</param>
    /// <param name="environment">Overrules what the machine has set; none of the machine's own settings of the product reach it.</param>
    public static async Task<WebHost> StartAsync(
        string name, string assembly, IReadOnlyList<string> arguments, string readyPath, IReadOnlyDictionary<string, string> environment,
        string? workingDirectory = null, params string[] through)
    {
        int port = LoopbackPort.Take();
        Uri address = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        Dictionary<string, string> settings = new(environment, StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = address.GetLeftPart(UriPartial.Authority),
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["DOTNET_ENVIRONMENT"] = "Production",
        };
        string[] command = [.. through, "dotnet", assembly, .. arguments];
        Child child = await Child.StartAsync(name, command[0], command[1..], settings, workingDirectory: workingDirectory);
        HttpClient client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { BaseAddress = address };
        await child.UntilAsync(() => IsReadyAsync(client, readyPath));
        return new WebHost(child, port, client);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Child.DisposeAsync();
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, string path)
    {
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
