using System.Data.Common;
using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Exports;

/// <summary>Counts the database connections that are open at the moment.</summary>
internal sealed class OpenConnections : DbConnectionInterceptor
{
    private int _now;

    public int Now => Volatile.Read(ref _now);

    public void AddTo(IServiceCollection services) => services
        .ConfigureDbContext<SqliteCouponDbContext>(options => options.AddInterceptors(this))
        .ConfigureDbContext<PostgreSqlCouponDbContext>(options => options.AddInterceptors(this))
        .ConfigureDbContext<SqlServerCouponDbContext>(options => options.AddInterceptors(this));

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Interlocked.Increment(ref _now);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _now);
        return Task.CompletedTask;
    }

    public override void ConnectionClosed(DbConnection connection, ConnectionEndEventData eventData) => Interlocked.Decrement(ref _now);

    public override Task ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData)
    {
        Interlocked.Decrement(ref _now);
        return Task.CompletedTask;
    }
}
