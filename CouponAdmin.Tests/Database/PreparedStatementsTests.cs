using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CouponAdmin.Tests.Database;

/// <summary>How many statements stay prepared on a connection to PostgreSQL: the product's number, unless the connection string has one.</summary>
public sealed class PreparedStatementsTests
{
    [Theory]
    [InlineData("", DatabaseRegistration.StatementsPreparedMax)]
    [InlineData("Max Auto Prepare=0", 0)]
    [InlineData("MaxAutoPrepare=0", 0)]
    [InlineData("max auto prepare=7", 7)]
    public async Task Connection_KeepsTheNumberThatItsStringGives(string given, int expected)
    {
        DatabaseOptions options = new() { Provider = DatabaseProvider.PostgreSql, ConnectionString = $"Host=localhost;{given}" };
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddCouponDatabase(options, new DataDirectory("unused")).BuildServiceProvider();
        await using CouponDbContext db = await services.GetRequiredService<IDbContextFactory<CouponDbContext>>().CreateDbContextAsync();

        Assert.Equal(expected, new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString()).MaxAutoPrepare);
    }
}
