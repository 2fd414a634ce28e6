using CouponAdmin.Core.Database;
using CouponAdmin.Core.Housekeeping;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Mail;
using CouponAdmin.Web.Operations;
using Microsoft.Extensions.Configuration;

namespace CouponAdmin.Tests.Operations;

public sealed class SettingsInForceTests
{
    private const string Secret = "hunter2-hunter2-hunter2-hunter2-hunter2";

    [Theory]
    [InlineData(DatabaseProvider.PostgreSql, "Host=db.example;Port=5433;Database=coupons;Username=app;Password=" + Secret, "db.example · 5433 · coupons")]
    [InlineData(DatabaseProvider.SqlServer, "Server=tcp:db.example;Initial Catalog=coupons;User ID=app;Password=" + Secret, "tcp:db.example · coupons")]
    [InlineData(DatabaseProvider.Sqlite, "Data Source=/data/coupons.db;Password=" + Secret, "/data/coupons.db")]
    public void All_WhenSecretsAreSet_ShowsWhereThingsAreAndNoSecret(DatabaseProvider provider, string connection, string shown)
    {
        SettingsInForce settings = new(
            new StoreOptions { Redis = $"redis-1:6379,redis-2:6380,user=app,password={Secret},ssl=true" },
            new DatabaseOptions { Provider = provider, ConnectionString = connection },
            new IssuanceOptions { CodeSecret = Secret }, new LimitsOptions(), new ConnectionLimitsOptions(), new DataDirectory("/data"), new BatchScheduling(true, "not permitted"),
            new MailOptions { Host = "smtp.example.com", User = "app", Password = Secret }, new ShutdownOptions(), new HousekeepingOptions(),
            new ShopPages(new ShopOptions { Origins = "https://shop.example.com" }, isDevelopment: false),
            new ConfigurationBuilder().AddInMemoryCollection([new("Authentication:Jwt:SigningKey", Secret)]).Build());

        Dictionary<string, string> lines = settings.All.ToDictionary(l => l.Name, l => l.Value, StringComparer.Ordinal);

        Assert.DoesNotContain(lines.Values, value => value.Contains("hunter2", StringComparison.Ordinal));
        Assert.Equal("redis-1:6379, redis-2:6380", lines["ConnectionStrings:Redis"]);
        Assert.Equal(shown, lines["ConnectionStrings:Database"]);
        Assert.Equal("smtp.example.com:587", lines["Mail:Host"]);
        Assert.EndsWith("not permitted", lines["BatchScheduling"], StringComparison.Ordinal);
    }
}
