using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Core.Database;

// For `dotnet ef` alone: each provider's migrations are made from its own context, without a server.
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteCouponDbContext>
{
    public SqliteCouponDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteCouponDbContext>().UseSqlite("Data Source=design.db").UseApplicationServiceProvider(DesignTimeServices.Instance).Options);
}

internal sealed class PostgreSqlDesignTimeFactory : IDesignTimeDbContextFactory<PostgreSqlCouponDbContext>
{
    public PostgreSqlCouponDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgreSqlCouponDbContext>().UseNpgsql("Host=localhost").UseApplicationServiceProvider(DesignTimeServices.Instance).Options);
}

internal sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerCouponDbContext>
{
    public SqlServerCouponDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerCouponDbContext>().UseSqlServer("Server=localhost").UseApplicationServiceProvider(DesignTimeServices.Instance).Options);
}

/// <summary>Identity takes its schema from the application's services: version 3 has the passkey table, without services it would be version 1.</summary>
internal static class DesignTimeServices
{
    public static readonly IServiceProvider Instance =
        new ServiceCollection().Configure<IdentityOptions>(options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3).BuildServiceProvider();
}
