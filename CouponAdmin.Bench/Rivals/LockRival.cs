using System.Security.Claims;
using Medallion.Threading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Bench.Rivals;

/// <summary>Lock the sale, read its row, write row and coupon, let go: one claim at a time.</summary>
internal static class LockRival
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);

    /// <param name="peeks">Reads before it locks, and locks only while coupons are left.</param>
    public static RouteHandlerBuilder MapLock(this IEndpointRouteBuilder app, bool peeks) => app.MapPost("/sales/{id:int}/claims", async Task<StatusCodeHttpResult> (
        int id, ClaimsPrincipal user, IDistributedLockProvider locks, IDbContextFactory<RivalContext> databases, CancellationToken ct) =>
    {
        string member = RivalProgram.MemberOf(user);
        await using RivalContext db = await databases.CreateDbContextAsync(ct);
        if (peeks && await LookAsync(db, id, member, ct) is { } early && (early.HasCoupon || early.Sale.Issued >= early.Sale.Quantity))
        {
            return early.HasCoupon ? TypedResults.StatusCode(StatusCodes.Status200OK) : TypedResults.StatusCode(StatusCodes.Status409Conflict);
        }

        db.ChangeTracker.Clear();
        await using IDistributedSynchronizationHandle held = await locks.AcquireLockAsync($"sale-{id}", LockPatience, ct);
        Sight sight = await LookAsync(db, id, member, ct);
        if (sight.HasCoupon)
        {
            return TypedResults.StatusCode(StatusCodes.Status200OK);
        }

        if (sight.Sale.Issued >= sight.Sale.Quantity)
        {
            return TypedResults.StatusCode(StatusCodes.Status409Conflict);
        }

        sight.Sale.Issued++;
        db.Add(new CouponRow { SaleId = id, Member = member, Code = RivalProgram.NewCode() });
        await db.SaveChangesAsync(ct);
        return TypedResults.StatusCode(StatusCodes.Status201Created);
    });

    // Both questions in one round trip.
    private static Task<Sight> LookAsync(RivalContext db, int id, string member, CancellationToken ct) => db.Set<SaleRow>()
        .Where(s => s.Id == id)
        .Select(s => new Sight(s, db.Set<CouponRow>().Any(c => c.SaleId == id && c.Member == member)))
        .SingleAsync(ct);

    private sealed record Sight(SaleRow Sale, bool HasCoupon);
}
