using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace CouponAdmin.Core.Results;

/// <summary>A store or database that is away, slow or full: the work is tried again later, and the caller goes on with what else there is.</summary>
/// <remarks>A cancellation counts: the store's client ends commands that way when a connection breaks before they are sent. Callers with a token of their own look at that first.</remarks>
public static class Outage
{
    public static bool Is(Exception exception) =>
        exception is RedisException or RedisCommandException or DbException or DbUpdateException or TimeoutException or ObjectDisposedException
            or OperationCanceledException
        || (exception is InvalidOperationException { InnerException: { } inner } && Is(inner));
}
