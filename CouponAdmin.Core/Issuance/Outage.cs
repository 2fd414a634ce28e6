using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance;

/// <summary>A store or database that is away, slow or full: the work is tried again later, and the caller goes on with the next campaign.</summary>
public static class Outage
{
    public static bool Is(Exception exception) =>
        exception is RedisException or RedisCommandException or DbException or DbUpdateException or TimeoutException or ObjectDisposedException
        || (exception is InvalidOperationException or OperationCanceledException && exception.InnerException is { } inner && Is(inner));
}
