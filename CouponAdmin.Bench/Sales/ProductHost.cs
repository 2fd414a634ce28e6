using System.Data.Common;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using CouponAdmin.Bench.Load;
using CouponAdmin.Bench.Servers;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CouponAdmin.Bench.Sales;

/// <summary>The product as it is delivered, in a process of its own.</summary>
internal sealed class ProductHost : ISaleHost, IAsyncDisposable
{
    /// <summary>OpenTelemetry's own switch: nobody listens to any metric or trace.</summary>
    public const string TelemetryOff = "OTEL_SDK_DISABLED";

    /// <summary>.NET's own switch of one meter: nobody listens to the product's metrics, and the framework's go on.</summary>
    public const string ProductMeter = "Metrics__OpenTelemetry__EnabledMetrics__CouponAdmin";

    private readonly WebHost _web;
    private readonly DbDataSource _rows;

    private ProductHost(string name, WebHost web, DbDataSource rows, params Child[] servers) =>
        (Name, _web, _rows, Processes) = (name, web, rows, [web.Child, .. servers]);

    public string Name { get; }

    public int Port => _web.Port;

    public Child Web => _web.Child;

    public HttpClient Client => _web.Client;

    public IReadOnlyList<Child> Processes { get; }

    /// <summary>The product tells what it allocated; not so where telemetry is switched off.</summary>
    public HttpClient? Metrics { get; private init; }

    /// <summary>With Redis and PostgreSQL, as in production.</summary>
    /// <param name="name">For the results.</param>
    /// <param name="bench">Keeps the folders.</param>
    /// <param name="redis">The store.</param>
    /// <param name="postgres">Where a database of its own is made.</param>
    /// <param name="build">Another checkout's; null: this one's.</param>
    /// <param name="more">Settings of this host alone.</param>
    public static async Task<ProductHost> StartAsync(
        string name, Workbench bench, RedisServer redis, PostgreSqlServer postgres, ProductBuild? build = null, params (string Name, string Value)[] more)
    {
        build ??= Builds.Product;
        string database = await postgres.CreateDatabaseAsync("product_" + RandomNumberGenerator.GetHexString(6, lowercase: true));
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["ConnectionStrings__Redis"] = redis.Address,
            ["ConnectionStrings__Database"] = database,
            ["Database__Provider"] = "PostgreSql",
        };
        foreach ((string setting, string value) in more)
        {
            settings[setting] = value;
        }

        Complete(settings, bench, name);
        await Child.RunAsync("migrate", "dotnet", [build.Assembly, "migrate"], settings, workingDirectory: build.Folder);
        WebHost web = await StartWebAsync(name, bench, settings, build);
        return new ProductHost(name, web, NpgsqlDataSource.Create(database), redis.Child, postgres.Child) { Metrics = settings.ContainsKey(TelemetryOff) ? null : web.Client };
    }

    /// <summary>As it runs with nothing installed: the embedded store and a SQLite file.</summary>
    public static async Task<ProductHost> StartEmbeddedAsync(string name, Workbench bench, ProductBuild? build = null)
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal);
        Complete(settings, bench, name);
        WebHost web = await StartWebAsync(name, bench, settings, build ?? Builds.Product);
        string file = Directory.GetFiles(settings["DataDirectory"], "*.db").Single();
        return new ProductHost(name, web, SqliteFactory.Instance.CreateDataSource($"Data Source={file};Mode=ReadWrite;Default Timeout=30")) { Metrics = web.Client };
    }

    /// <summary>With Redis and a SQLite file: the store can be looked into, and the database is the product's own.</summary>
    public static async Task<ProductHost> StartOnSqliteAsync(string name, Workbench bench, RedisServer redis)
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal) { ["ConnectionStrings__Redis"] = redis.Address };
        Complete(settings, bench, name);
        WebHost web = await StartWebAsync(name, bench, settings, Builds.Product);
        string file = Directory.GetFiles(settings["DataDirectory"], "*.db").Single();
        return new ProductHost(name, web, SqliteFactory.Instance.CreateDataSource($"Data Source={file};Mode=ReadWrite;Default Timeout=30"), redis.Child);
    }

    public async Task<Sale> OpenAsync(int quantity)
    {
        string slug = "bench-" + RandomNumberGenerator.GetHexString(8, lowercase: true);
        await PublishAsync(slug, quantity);
        return new Sale($"/api/v1/campaigns/{slug}/claims", quantity, _rows, StoredOf($"= '{slug}'"), JudgeOf($"= '{slug}'"));
    }

    /// <summary>What the store's keys of a sale are named by.</summary>
    public async Task<Guid> KeyOfAsync(Sale sale)
    {
        string slug = sale.ClaimPath.Split('/')[^2];
        await using DbCommand command = _rows.CreateCommand($"SELECT CAST(\"Key\" AS text) FROM campaigns WHERE \"Slug\" = '{slug}'");
        return Guid.Parse((string)(await command.ExecuteScalarAsync())!);
    }

    /// <summary>The codes of a sale's coupons, in the order of their numbers.</summary>
    public async Task<string[]> CodesOfAsync(Sale sale)
    {
        await using DbCommand command = _rows.CreateCommand($"""SELECT "Code" FROM issuances WHERE {OfSale(sale)} AND "Status" = 'Issued' ORDER BY "Number" """);
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        List<string> codes = [];
        while (await reader.ReadAsync())
        {
            codes.Add(reader.GetString(0));
        }

        return [.. codes];
    }

    /// <summary>How many coupons of a sale are used.</summary>
    public async Task<int> UsedOfAsync(Sale sale)
    {
        await using DbCommand command = _rows.CreateCommand($"""SELECT CAST(count(*) AS integer) FROM issuances WHERE {OfSale(sale)} AND "Status" = 'Redeemed'""");
        return (int)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>So many sales at once. Taken together: a member may have a coupon of each.</summary>
    public async Task<(string[] ClaimPaths, Sale All)> OpenManyAsync(int count, int quantity)
    {
        string prefix = "many-" + RandomNumberGenerator.GetHexString(8, lowercase: true);
        string[] slugs = [.. Enumerable.Range(0, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{n}"))];
        foreach (string slug in slugs)
        {
            await PublishAsync(slug, quantity);
        }

        string[] paths = [.. slugs.Select(slug => $"/api/v1/campaigns/{slug}/claims")];
        return (paths, new Sale($"{count} sales", checked(count * quantity), _rows, StoredOf($"LIKE '{prefix}-%'"), JudgeOf($"LIKE '{prefix}-%'")));
    }

    private static string OfSale(Sale sale) => $"""
        "CampaignId" = (SELECT "Id" FROM campaigns WHERE "Slug" = '{sale.ClaimPath.Split('/')[^2]}')
        """;

    private static string StoredOf(string slugs) => $"""SELECT CAST(sum("Issued") AS integer) FROM campaigns WHERE "Slug" {slugs}""";

    private static string JudgeOf(string slugs) => $"""
        SELECT CAST(count(*) AS integer), CAST(count(DISTINCT CAST("CampaignId" AS text) || ' ' || "Member") AS integer), CAST(count(DISTINCT "Code") AS integer)
        FROM issuances WHERE "CampaignId" IN (SELECT "Id" FROM campaigns WHERE "Slug" {slugs}) AND "Status" = 'Issued'
        """;

    private async Task PublishAsync(string slug, int quantity)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        await PostAsync("/api/v1/admin/campaigns", new
        {
            slug, name = slug, description = "", quantity, opensAt = now.AddMinutes(-1), closesAt = now.AddHours(2),
            benefit = new { kind = "percent", value = 10 }, couponValidDays = 30,
        });
        await PostAsync($"/api/v1/admin/campaigns/{slug}/publish", null);
    }

    /// <summary>The cookies of members in a browser, for this host.</summary>
    /// <exception cref="InvalidOperationException">A build from before there were passes.</exception>
    public async Task<Passes> PassesAsync(Workbench bench) =>
        await FindPassesAsync(bench) ?? throw new InvalidOperationException($"{Name} knows no passes.");

    /// <summary>The same; null for a build from before there were passes.</summary>
    public Task<Passes?> FindPassesAsync(Workbench bench) =>
        ProductPasses.FindAsync(Client.BaseAddress!, _rows, bench.FolderOf("key-ring-" + RandomNumberGenerator.GetHexString(6, lowercase: true)));

    public Task PauseAsync(string slug) => PostAsync($"/api/v1/admin/campaigns/{slug}/pause", null);

    public async Task ChangeQuantityAsync(string slug, int quantity)
    {
        string path = $"/api/v1/admin/campaigns/{slug}/quantity";
        using HttpResponseMessage answer = await Client.PutAsJsonAsync(path, new { quantity, reason = "bench" });
        await RequireAsync(path, answer);
    }

    /// <summary>Lets these members claim in a sale and nobody else.</summary>
    public async Task ReplaceListAsync(Sale sale, IEnumerable<string> members)
    {
        string path = $"/api/v1/admin/campaigns/{sale.ClaimPath.Split('/')[^2]}/member-list";
        using StringContent file = new(string.Join('\n', members));
        using HttpResponseMessage answer = await Client.PutAsync(path, file);
        await RequireAsync(path, answer);
    }

    /// <summary>Makes a member an operator, as an administrator does on the page of users.</summary>
    public async Task AppointAsync(string email)
    {
        await using DbCommand command = _rows.CreateCommand($"""
            UPDATE "AspNetUserRoles" SET "RoleId" = (SELECT "Id" FROM "AspNetRoles" WHERE "Name" = 'Operator')
            WHERE "UserId" = (SELECT "Id" FROM "AspNetUsers" WHERE "Email" = '{email}')
            """);
        if (await command.ExecuteNonQueryAsync() != 1)
        {
            throw new InvalidOperationException($"{email} is no member.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _rows.DisposeAsync();
        await _web.DisposeAsync();
    }

    private static void Complete(Dictionary<string, string> settings, Workbench bench, string name)
    {
        settings["DataDirectory"] = bench.FolderOf("data-" + name.Replace(' ', '-'));
        settings["Demo__Seed"] = "false";

        // The bench plays the proxy that ends TLS, without which the console's cookies are refused.
        settings["Proxy__Addresses"] = "127.0.0.1";

        // The bench's receivers are on this machine.
        settings["Webhooks__AllowPrivateAddresses"] = "true";
        settings["Authentication__Jwt__SigningKey"] = bench.Tokens.SigningKey;
    }

    private static async Task<WebHost> StartWebAsync(string name, Workbench bench, Dictionary<string, string> settings, ProductBuild build)
    {
        WebHost web = await WebHost.StartAsync(name, build.Assembly, ["--contentRoot", build.Folder], "/health/ready", settings, build.Folder);

        // An opening comes when an instance has stood for a while, not in its first seconds.
        await web.Child.UntilAsync(() => Task.FromResult(web.Child.Output.Contains("Rehearsed the opening", StringComparison.Ordinal)));
        web.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bench.Tokens.Of("bench-operator", "Operator"));
        return web;
    }

    private async Task PostAsync(string path, object? body)
    {
        using HttpResponseMessage answer = await Client.PostAsJsonAsync(path, body ?? new { });
        await RequireAsync(path, answer);
    }

    private static async Task RequireAsync(string path, HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }
}
