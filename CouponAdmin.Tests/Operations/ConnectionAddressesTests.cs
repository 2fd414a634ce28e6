using CouponAdmin.Core.Database;
using CouponAdmin.Web.Http;

namespace CouponAdmin.Tests.Operations;

/// <summary>Addresses as hosting services give them become what the clients read; what can't be read is said without its password.</summary>
public sealed class ConnectionAddressesTests
{
    private const string Secret = "hunter2";

    [Theory]
    [InlineData("", "")]
    [InlineData(" redis-1:6379,password=x ", "redis-1:6379,password=x")]
    [InlineData("redis://redis-1", "redis-1:6379")]
    [InlineData("redis://:p%40ss@redis-1:6380/2", "redis-1:6380,password=p@ss,defaultDatabase=2")]
    [InlineData("rediss://app:word@redis-1", "redis-1:6379,user=app,password=word,ssl=true")]
    [InlineData("REDIS://[::1]:7000", "[::1]:7000")]
    public void Redis_WhenItCanBeRead_IsInTheClientsForm(string given, string read) => Assert.Equal(read, ConnectionAddresses.Redis(given));

    [Theory]
    [InlineData("http://:" + Secret + "@redis-1")]
    [InlineData("redis://:" + Secret + ",x@redis-1")]
    [InlineData("redis://a:1," + Secret + ":2")]
    [InlineData("redis://redis-1?password=" + Secret)]
    [InlineData("redis-1:6379,pasword=" + Secret)]
    [InlineData("password=" + Secret)]
    public void Redis_WhenItCannotBeRead_SaysSoWithoutThePassword(string given)
    {
        SettingException refusal = Assert.Throws<SettingException>(() => ConnectionAddresses.Redis(given));
        Assert.StartsWith("ConnectionStrings:Redis", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://app:p%3Bss@db:5433/coupons?sslmode=verify-full", "Host=db;Port=5433;Database=coupons;Username=app;Password=\"p;ss\";SSL Mode=VerifyFull")]
    [InlineData("postgresql://db/coupons", "Host=db;Database=coupons")]
    public void Database_WhenItIsAnAddress_IsInNpgsqlsForm(string given, string read)
    {
        string translated = ConnectionAddresses.Database(DatabaseProvider.PostgreSql, given);
        Assert.Equal(new Npgsql.NpgsqlConnectionStringBuilder(read).ToString(), new Npgsql.NpgsqlConnectionStringBuilder(translated).ToString());
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite, "Host=db;Database=coupons;Password=" + Secret, "Set Database:Provider to PostgreSql.")]
    [InlineData(DatabaseProvider.Sqlite, "Server=db;Initial Catalog=coupons;Password=" + Secret, "Set Database:Provider to SqlServer.")]
    [InlineData(DatabaseProvider.PostgreSql, "Data Source=/data/coupons.db;Cache=Shared;Password=" + Secret, "Set Database:Provider to Sqlite.")]
    [InlineData(DatabaseProvider.PostgreSql, "Database=coupons;Password=" + Secret, "it names no server")]
    [InlineData(DatabaseProvider.PostgreSql, "postgres://db/coupons?nonsense=" + Secret, "Its form is Host=")]
    [InlineData(DatabaseProvider.SqlServer, "postgres://app:" + Secret + "@db/coupons", "Database:Provider must be PostgreSql, not SqlServer")]
    [InlineData(DatabaseProvider.PostgreSql, "mysql://app:" + Secret + "@db/coupons", "begins with mysql://")]
    [InlineData(DatabaseProvider.PostgreSql, "just words " + Secret, "can't be read as PostgreSql's")]
    public void Database_WhenItCannotBeRead_SaysWhatToSetWithoutThePassword(DatabaseProvider provider, string given, string said)
    {
        SettingException refusal = Assert.Throws<SettingException>(() => ConnectionAddresses.Database(provider, given));
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, refusal.Message, StringComparison.Ordinal);
    }
}
