using System.Security.Claims;
using Hangfire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace CouponAdmin.Bench.Rivals;

/// <summary>Redis says who has asked before (SADD) and who gets a unit (DECR); Hangfire, in PostgreSQL, stores the coupon later.</summary>
/// <remarks>A process that ends between DECR and Enqueue has lost a coupon: that is the weakness of this way, and no figure shows it.</remarks>
internal static class JobRival
{
    public static string LeftKey(int sale) => $"sale:{sale}:left";

    public static RouteHandlerBuilder MapJob(this IEndpointRouteBuilder app) => app.MapPost("/sales/{id:int}/claims", async Task<StatusCodeHttpResult> (
        int id, ClaimsPrincipal user, IDatabase redis, IBackgroundJobClient jobs) =>
    {
        string member = RivalProgram.MemberOf(user);
        if (!await redis.SetAddAsync($"sale:{id}:members", member))
        {
            return TypedResults.StatusCode(StatusCodes.Status200OK);
        }

        if (await redis.StringDecrementAsync(LeftKey(id)) < 0)
        {
            return TypedResults.StatusCode(StatusCodes.Status409Conflict);
        }

        // Hangfire's client has no asynchronous call.
        jobs.Enqueue<CouponJob>(job => job.StoreAsync(id, member, RivalProgram.NewCode()));
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    });
}

/// <summary>The job: one row.</summary>
internal sealed class CouponJob(IDbContextFactory<RivalContext> databases)
{
    /// <summary>Run by Hangfire; run twice, the unique index refuses the second row.</summary>
    public async Task StoreAsync(int sale, string member, string code)
    {
        await using RivalContext db = await databases.CreateDbContextAsync();
        db.Add(new CouponRow { SaleId = sale, Member = member, Code = code });
        await db.SaveChangesAsync();
    }
}
