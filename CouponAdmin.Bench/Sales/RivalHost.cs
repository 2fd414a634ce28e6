using System.Globalization;
using CouponAdmin.Bench.Rivals;
using CouponAdmin.Bench.Servers;
using Npgsql;

namespace CouponAdmin.Bench.Sales;

/// <summary>A rival, run as <c>rival &lt;kind&gt;</c> of this very program in a process of its own.</summary>
internal sealed class RivalHost(RivalKind kind, WebHost web, NpgsqlDataSource rows, params Child[] servers) : ISaleHost, IAsyncDisposable
{
    public string Name => NameOf(kind);

    public int Port => web.Port;

    public IReadOnlyList<Child> Processes { get; } = [web.Child, .. servers];

    public static async Task<RivalHost> StartAsync(RivalKind kind, Workbench bench, RedisServer redis, PostgreSqlServer postgres)
    {
        string database = await postgres.CreateDatabaseAsync("rival_" + kind.ToString().ToLowerInvariant());
        WebHost web = await StartWebAsync(kind, bench, database, redis.Address);
        return new RivalHost(kind, web, NpgsqlDataSource.Create(database), redis.Child, postgres.Child);
    }

    /// <summary>A host of the bench that needs neither store nor database.</summary>
    /// <param name="through">As in <see cref="WebHost.StartAsync"/>.</param>
    public static Task<WebHost> StartEmptyAsync(Workbench bench, params string[] through) => StartWebAsync(RivalKind.Empty, bench, "", "", through);

    public async Task<Sale> OpenAsync(int quantity)
    {
        using HttpResponseMessage answer = await web.Client.PostAsync(new Uri($"/sales?quantity={quantity}", UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
        int id = int.Parse(await answer.Content.ReadAsStringAsync(), CultureInfo.InvariantCulture);
        string own = $"""FROM coupons WHERE "SaleId" = {id}""";
        return new Sale(
            $"/sales/{id}/claims", quantity, rows, $"SELECT CAST(count(*) AS integer) {own}",
            $"""SELECT CAST(count(*) AS integer), CAST(count(DISTINCT "Member") AS integer), CAST(count(DISTINCT "Code") AS integer) {own}""");
    }

    public async ValueTask DisposeAsync()
    {
        await rows.DisposeAsync();
        await web.DisposeAsync();
    }

    public static string NameOf(RivalKind kind) => kind switch
    {
        RivalKind.Lock => "lock + row",
        RivalKind.LockPeek => "lock + row, peeks first",
        RivalKind.Update => "one UPDATE",
        RivalKind.Job => "DECR + Hangfire",
        RivalKind.Empty => "empty host",
    };

    private static Task<WebHost> StartWebAsync(RivalKind kind, Workbench bench, string database, string redis, params string[] through) => WebHost.StartAsync(
        NameOf(kind), Builds.Bench, ["rival", kind.ToString()], "/ready",
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["BENCH_DATABASE"] = database, ["BENCH_REDIS"] = redis, ["BENCH_KEY"] = bench.Tokens.SigningKey,
        },
        through: through);
}
