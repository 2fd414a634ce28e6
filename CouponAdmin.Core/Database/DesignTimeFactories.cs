using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CouponAdmin.Core.Database;

// For `dotnet ef` alone: each provider's migrations are made from its own context, without a server.
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteCouponDbContext>
{
    public SqliteCouponDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteCouponDbContext>().UseSqlite("Data Source=design.db").Options);
}

internal sealed class PostgreSqlDesignTimeFactory : IDesignTimeDbContextFactory<PostgreSqlCouponDbContext>
{
    public PostgreSqlCouponDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgreSqlCouponDbContext>().UseNpgsql("Host=localhost").Options);
}

internal sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerCouponDbContext>
{
    public SqlServerCouponDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerCouponDbContext>().UseSqlServer("Server=localhost").Options);
}
