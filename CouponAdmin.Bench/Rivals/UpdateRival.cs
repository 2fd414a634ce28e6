using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CouponAdmin.Bench.Rivals;

/// <summary>The database alone: takes a unit if there is one and stores the coupon, in one statement and one round trip.</summary>
internal static class UpdateRival
{
    public static RouteHandlerBuilder MapUpdate(this IEndpointRouteBuilder app) => app.MapPost("/sales/{id:int}/claims", async Task<StatusCodeHttpResult> (
        int id, ClaimsPrincipal user, IDbContextFactory<RivalContext> databases, CancellationToken ct) =>
    {
        string member = RivalProgram.MemberOf(user);
        string code = RivalProgram.NewCode();
        await using RivalContext db = await databases.CreateDbContextAsync(ct);
        try
        {
            int rows = await db.Database.ExecuteSqlAsync(
                $"""
                 WITH unit AS (UPDATE sales SET "Issued" = "Issued" + 1 WHERE "Id" = {id} AND "Issued" < "Quantity" RETURNING "Id")
                 INSERT INTO coupons ("SaleId", "Member", "Code") SELECT "Id", {member}, {code} FROM unit
                 """,
                ct);
            if (rows == 1)
            {
                return TypedResults.StatusCode(StatusCodes.Status201Created);
            }

            bool hasCoupon = await db.Set<CouponRow>().AnyAsync(c => c.SaleId == id && c.Member == member, ct);
            return hasCoupon ? TypedResults.StatusCode(StatusCodes.Status200OK) : TypedResults.StatusCode(StatusCodes.Status409Conflict);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // The member has one: the statement took the unit back with itself.
            return TypedResults.StatusCode(StatusCodes.Status200OK);
        }
    });
}
