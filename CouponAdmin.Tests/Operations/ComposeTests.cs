using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;
using Npgsql;

namespace CouponAdmin.Tests.Operations;

/// <summary>What the compose file starts, as processes: its commands and settings, on loopback addresses in the place of its network's.</summary>
public sealed class ComposeTests : IAsyncLifetime, IDisposable
{
    private static readonly TestTokens Tokens = TestTokens.WithNewKey();

    /// <summary>A network of the loopback device for this run alone, so that every service keeps its port.</summary>
    private static readonly string Network = string.Create(
        CultureInfo.InvariantCulture, $"127.{RandomNumberGenerator.GetInt32(2, 255)}.{RandomNumberGenerator.GetInt32(1, 255)}.");

    private readonly TestDirectory _directory = new("compose");
    private readonly List<ChildProcess> _processes = [];
    private readonly IReadOnlyDictionary<string, ComposePart> _services = ComposeFile.Read(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["POSTGRES_PASSWORD"] = "0123456789abcdef",
        ["REDIS_PASSWORD"] = "fedcba9876543210",
        ["GRAFANA_PASSWORD"] = "unused",
        ["SIGNING_KEY"] = Tokens.SigningKey,
    });

    private string _postgres = "";

    private string Output => string.Join('\n', _processes.Select(process => process.Output));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        // The instance first: it would write that its store is away.
        foreach (ChildProcess process in Enumerable.Reverse(_processes))
        {
            await process.DisposeAsync();
        }
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Services_WhenRunAsTheFileSays_TakeAClaimToItsCoupon()
    {
        string published = (await PublishedApp.SharedAsync()).Folder;
        _postgres = await MakeDatabaseAsync();
        foreach (string name in (string[])["redis1", "redis2", "redis3", "sentinel1", "sentinel2", "sentinel3"])
        {
            _processes.Add(await ChildProcess.StartAsync(ServerCommand(_services[name])));
        }

        await ChildProcess.RunAsync(ProductCommand(_services["migrate"], published));
        _processes.Add(await ChildProcess.StartAsync(ProductCommand(_services["coupon1"], published)));
        using HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://{Here(_services["coupon1"].Address!)}:8080") };
        await Eventually.HoldsAsync(() => IsHealthyAsync(http.BaseAddress), isHealthy => isHealthy, TimeSpan.FromSeconds(90), () => Output);

        SaleClient sale = new(http);
        string slug = SaleClient.FreshSlug("compose");
        (await sale.PostAsync(SaleClient.Admin, Tokens.Administrator(), SaleClient.Draft(slug))).Is(201);
        (await sale.PostAsync($"{SaleClient.Admin}/{slug}/publish", Tokens.Administrator())).Is(200);
        (await sale.ClaimAsync(slug, Tokens.Member("first"))).Is(202);
        Answer coupon = await Eventually.HoldsAsync(() => sale.MineAsync(slug, Tokens.Member("first")), mine => mine.String("status") == "issued", TimeSpan.FromSeconds(60), () => Output);
        Assert.NotEmpty(coupon.Code);

        // The store is the one that Sentinel names, and a replica must have each claim.
        using JsonDocument ready = JsonDocument.Parse((await sale.GetAsync("/health/ready")).Is(200).Text);
        Assert.Contains("always", ready.RootElement.GetProperty("checks").GetProperty("store").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Instances_WhenCompared_DifferInNothingButTheirAddress()
    {
        ComposePart one = _services["coupon1"];
        Assert.All([_services["coupon2"], _services["coupon3"], _services["migrate"]], other => Assert.Equal(one.Environment, other.Environment));
        Assert.All([_services["coupon2"], _services["coupon3"]], other => Assert.Equal(one.Command, other.Command));
    }

    // Names and the network's addresses give way to loopback addresses, the database's to the tests' server.
    private string Here(string text)
    {
        foreach (ComposePart service in _services.Values.Where(service => service.Address is not null))
        {
            text = text.Replace($"{service.Name}:", $"{service.Address}:", StringComparison.Ordinal);
        }

        return text.Replace("172.28.5.", Network, StringComparison.Ordinal).Replace("Host=postgres;", $"{_postgres};", StringComparison.Ordinal);
    }

    private ChildCommand ServerCommand(ComposePart service)
    {
        string data = Directory.CreateDirectory(Path.Combine(_directory.Path, service.Name)).FullName;
        string settings = Directory.CreateDirectory(Path.Combine(_directory.Path, $"{service.Name}-etc")).FullName;
        foreach (string mounted in service.Volumes.Where(volume => volume.StartsWith("./", StringComparison.Ordinal)).Select(volume => volume.Split(':')[0][2..]))
        {
            File.WriteAllText(Path.Combine(settings, mounted), Here(SourceTree.Read($"{ComposeFile.Folder}/{mounted}")));
        }

        string[] command = [.. service.Command.Select(part => part.Replace("/data", data, StringComparison.Ordinal).Replace("/usr/local/etc", settings, StringComparison.Ordinal))];
        return new ChildCommand(Path.Combine("/bin", command[0]), command[1..])
        {
            Environment = service.Environment.ToDictionary(e => e.Key, e => (string?)Here(e.Value), StringComparer.Ordinal),
            WorkingDirectory = data,
        };
    }

    private ChildCommand ProductCommand(ComposePart service, string published)
    {
        Uri address = new($"http://{Here(service.Address ?? "127.0.0.1")}:8080");
        Dictionary<string, string> settings = service.Environment.ToDictionary(e => e.Key, e => Here(e.Value).Replace("http://+:8080", address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal), StringComparer.Ordinal);
        return new ChildCommand(AppEnvironment.DotnetProgram, ["CouponAdmin.Web.dll", .. service.Command])
        {
            Environment = AppEnvironment.Compose(settings, "Production", address, Path.Combine(_directory.Path, "unused")),
            WorkingDirectory = published,
        };
    }

    /// <summary>By the very command of the image's health check.</summary>
    private static async Task<bool> IsHealthyAsync(Uri address)
    {
        string line = SourceTree.Read("Dockerfile").Split('\n').Single(line => line.TrimStart().StartsWith("CMD [\"bash\"", StringComparison.Ordinal));
        string[] command = JsonSerializer.Deserialize<string[]>(line[line.IndexOf('[', StringComparison.Ordinal)..])!;
        string script = command[2].Replace("127.0.0.1/8080", $"{address.Host}/{address.Port}", StringComparison.Ordinal);
        await using ChildProcess check = await ChildProcess.StartAsync(new ChildCommand("/bin/bash", command[1], script));
        return await check.WaitForExitAsync(TimeSpan.FromSeconds(30)) == 0;
    }

    private static async Task<string> MakeDatabaseAsync()
    {
        PostgreSqlServer server = await PostgreSqlServer.SharedAsync();
        await using NpgsqlConnection connection = new(await server.CreateDatabaseAsync());
        await connection.OpenAsync();
        foreach (string statement in (string[])["CREATE ROLE coupons LOGIN", "CREATE DATABASE coupons OWNER coupons ENCODING 'UTF8'"])
        {
            await using NpgsqlCommand command = new(statement, connection);
            await command.ExecuteNonQueryAsync();
        }

        return string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={server.Port}");
    }
}
