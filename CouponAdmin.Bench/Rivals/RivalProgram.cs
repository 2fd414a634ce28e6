using System.Security.Claims;
using System.Security.Cryptography;
using Hangfire;
using Hangfire.PostgreSql;
using Medallion.Threading;
using Medallion.Threading.Redis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using StackExchange.Redis;

namespace CouponAdmin.Bench.Rivals;

/// <summary>A rival as a web application: the product's kind of sign-in, minimal endpoints, nothing else in the way.</summary>
internal static class RivalProgram
{
    private const int ContextPoolSize = 128;
    private const int JobThreadsMin = 100;

    // The library's own 10 to 800 ms would measure the sleep, and 1 to 10 ms keeps two cores busy with tries: of five pairs tried, this served the rival best.
    private static readonly TimeSpan LockSleepMin = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LockSleepMax = TimeSpan.FromMilliseconds(50);

    public static async Task<int> RunAsync(RivalKind kind)
    {
        // Its folder is the temporary one, where the bench's stores and databases write: a watch for changed settings would wake at each write.
        WebApplicationBuilder builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);
        AddAuthentication(builder.Services);
        if (kind != RivalKind.Empty)
        {
            string database = Setting("BENCH_DATABASE");
            builder.Services.AddPooledDbContextFactory<RivalContext>(options => options.UseNpgsql(database), ContextPoolSize);
            ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(Setting("BENCH_REDIS"));
            builder.Services.AddSingleton(redis.GetDatabase());
            builder.Services.AddSingleton<IDistributedLockProvider>(
                new RedisDistributedSynchronizationProvider(redis.GetDatabase(), options => options.BusyWaitSleepTime(LockSleepMin, LockSleepMax)));
        }

        if (kind == RivalKind.Job)
        {
            // Hangfire's client blocks a thread for each Enqueue: without enough of them from the start the rival would measure the pool's slow growth.
            ThreadPool.SetMinThreads(JobThreadsMin, JobThreadsMin);
            await CreateTablesAsync(builder.Services);
            builder.Services.AddHangfire(hangfire => hangfire.UseRecommendedSerializerSettings().UsePostgreSqlStorage(
                storage => storage.UseNpgsqlConnection(Setting("BENCH_DATABASE")), new PostgreSqlStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(250) }));
            builder.Services.AddHangfireServer(server => server.SchedulePollingInterval = TimeSpan.FromSeconds(1));
        }

        WebApplication app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        Map(app, kind);
        if (kind is not (RivalKind.Empty or RivalKind.Job))
        {
            await CreateTablesAsync(app.Services);
        }

        await app.RunAsync();
        return 0;
    }

    /// <summary>Who asks: the token's subject.</summary>
    public static string MemberOf(ClaimsPrincipal user) => user.FindFirstValue("sub")!;

    public static string NewCode() => RandomNumberGenerator.GetHexString(16);

    private static void Map(WebApplication app, RivalKind kind)
    {
        app.MapGet("/ready", () => TypedResults.Ok());
        RouteHandlerBuilder? claims = kind switch
        {
            RivalKind.Lock => app.MapLock(peeks: false),
            RivalKind.LockPeek => app.MapLock(peeks: true),
            RivalKind.Update => app.MapUpdate(),
            RivalKind.Job => app.MapJob(),
            RivalKind.Empty => null,
        };
        claims?.RequireAuthorization();
        if (claims is null)
        {
            app.MapPost("/empty", () => TypedResults.StatusCode(StatusCodes.Status202Accepted));
            app.MapPost("/empty/signed-in", (ClaimsPrincipal _) => TypedResults.StatusCode(StatusCodes.Status202Accepted)).RequireAuthorization();
        }
        else
        {
            app.MapPost("/sales", OpenAsync);
        }
    }

    private static async Task<int> OpenAsync(int quantity, IDbContextFactory<RivalContext> databases, IDatabase redis)
    {
        await using RivalContext db = await databases.CreateDbContextAsync();
        SaleRow sale = new() { Quantity = quantity };
        db.Add(sale);
        await db.SaveChangesAsync();
        await redis.StringSetAsync(JobRival.LeftKey(sale.Id), quantity);
        return sale.Id;
    }

    private static async Task CreateTablesAsync(IServiceProvider services)
    {
        await using RivalContext db = await services.GetRequiredService<IDbContextFactory<RivalContext>>().CreateDbContextAsync();
        await db.Database.EnsureCreatedAsync();
    }

    // Hangfire brings tables of its own, and EF creates its tables in an empty database only: ours come first.
    private static async Task CreateTablesAsync(IServiceCollection services)
    {
        await using ServiceProvider early = services.BuildServiceProvider();
        await CreateTablesAsync(early);
    }

    // As the product judges tokens.
    private static void AddAuthentication(IServiceCollection services)
    {
        services.AddAuthentication("Bearer").AddJwtBearer(options =>
        {
            options.MapInboundClaims = false;
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = "coupon-admin",
                ValidAudience = "coupon-admin",
                ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
                IssuerSigningKey = new SymmetricSecurityKey(Convert.FromBase64String(Setting("BENCH_KEY"))),
                RoleClaimType = "role",
            };
        });
        services.AddAuthorization();
    }

    private static string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set: the bench starts its rivals itself.");
}
