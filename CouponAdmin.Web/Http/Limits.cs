using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;

namespace CouponAdmin.Web.Http;

/// <summary>Settings <c>Limits:*</c>.</summary>
internal sealed class LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>Claims of one member in one second; 0: no limit.</summary>
    [Range(0, 10_000)]
    public int ClaimsPerMemberPerSecond { get; set; } = 20;

    /// <summary>Leading zero bits that a proof of work must have, where a campaign asks for one; each bit doubles the work. 16 is about 65,000 hashes.</summary>
    [Range(8, 24)]
    public int ChallengeBits { get; set; } = 16;

    /// <summary>Requests from one network address (of IPv6: the first 64 bits) in one second; 0: no limit (set one in production).</summary>
    [Range(0, 1_000_000)]
    public int RequestsPerAddressPerSecond { get; set; }

    /// <summary>Requests to the token endpoint from one network address in one second; 0: no limit. A program keeps its token for ten minutes.</summary>
    [Range(0, 10_000)]
    public int TokenRequestsPerAddressPerSecond { get; set; } = 50;

    /// <summary>Files (exports) that one person or program receives at the same time.</summary>
    [Range(1, 1_000)]
    public int ExportsPerPerson { get; set; } = 2;
}

/// <summary>On an endpoint that a form posts to: the page that tells a person, who can't read problem details, that the limit turned them away.</summary>
internal sealed record WhenLimited(Func<HttpContext, string> Address);

/// <summary>The door: limits before any work on store or database.</summary>
internal static class Limits
{
    public const string ExportPolicy = "exports-per-person";
    private const string Within = "within";
    private const string Over = "over";

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        LimitsOptions limits = CouponSettings.Bind<LimitsOptions>(builder.Configuration, LimitsOptions.Section);
        Paces paces = new(limits);
        builder.Services.AddSingleton(limits).AddSingleton(paces).AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = async (context, _) =>
            {
                Keep(context.HttpContext);
                await AnswerOf(context.HttpContext).ExecuteAsync(context.HttpContext);
            };

            // The permit is given back when the answer ends: whole, cancelled or cut.
            options.AddPolicy(ExportPolicy, context => context.User.FindFirstValue(Principals.SubjectClaim) is { } person
                ? RateLimitPartition.GetConcurrencyLimiter(person, _ => new ConcurrencyLimiterOptions { PermitLimit = limits.ExportsPerPerson })
                : RateLimitPartition.GetNoLimiter(Within));
            if (limits.RequestsPerAddressPerSecond > 0)
            {
                options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Judged(paces.AllowsRequestFrom(context)));
            }
        });
    }

    // Support is asked later why a claim was turned away at the door.
    private static void Keep(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<TakesClaims>() is { } entrance
            && context.GetRouteValue("slug") is string slug
            && context.User.MemberIdOf() is { } member)
        {
            entrance.TurnedAway(slug, member, context);
        }
    }

    private static string? PolicyOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName;

    private static IResult AnswerOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<WhenLimited>() is { } page
        ? SeeOther.To(context, page.Address(context))
        : context.RequestServices.GetRequiredService<ITroublePages>() is var pages && pages.AreFor(context) ? pages.Of(context, StatusCodes.Status429TooManyRequests)
        : PolicyOf(context) == ExportPolicy ? TooManyExports(context.RequestServices.GetRequiredService<LimitsOptions>())
        : TooMany();

    /// <summary>429: this member or this address asks too often.</summary>
    public static IResult TooMany() =>
        Problems.Make(StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many requests; wait a moment. A ticket you hold stays yours.");

    private static ProblemHttpResult TooManyExports(LimitsOptions limits) => Problems.Make(
        StatusCodes.Status429TooManyRequests, "too-many-exports",
        $"You are receiving {limits.ExportsPerPerson} files already; wait until one has ended, or cancel it.", ("exportsMax", limits.ExportsPerPerson));

    private static RateLimitPartition<string> Judged(bool isWithin) =>
        isWithin ? RateLimitPartition.GetNoLimiter(Within) : RateLimitPartition.Get(Over, _ => RefusesAll());

    // Its only permit is taken for good.
    private static ConcurrencyLimiter RefusesAll()
    {
        ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions { PermitLimit = 1 });
        limiter.AttemptAcquire();
        return limiter;
    }
}
