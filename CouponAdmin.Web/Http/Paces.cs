using CouponAdmin.Core.Issuance.Tally;

namespace CouponAdmin.Web.Http;

/// <summary>The limits of the door, counted once for whichever way a request takes.</summary>
/// <remarks>An answer to a claim tells of a limit only where it refused: in a rush every header of the others would be paid for.</remarks>
internal sealed class Paces(LimitsOptions limits)
{
    private readonly Pace? _members = Of(limits.ClaimsPerMemberPerSecond);
    private readonly Pace? _addresses = Of(limits.RequestsPerAddressPerSecond);
    private readonly Pace? _tokens = Of(limits.TokenRequestsPerAddressPerSecond);

    /// <summary>One more claim of this member; false when there were too many in this second.</summary>
    public bool AllowsMember(string member, HttpContext context) => Allows(_members, member, context, tellsAlways: false);

    /// <summary>One more claim, or question about a claim, from this request's address; false when there were too many in this second.</summary>
    public bool AllowsClaimFrom(HttpContext context) => Allows(_addresses, AddressOf(context), context, tellsAlways: false);

    /// <summary>One more request from this request's address; false when there were too many in this second.</summary>
    public bool AllowsRequestFrom(HttpContext context) => Allows(_addresses, AddressOf(context), context, tellsAlways: IsForPrograms(context.Request.Path));

    /// <summary>One more request for a token from this request's address; false when there were too many in this second.</summary>
    public bool AllowsTokenRequestFrom(HttpContext context) => Allows(_tokens, AddressOf(context), context, tellsAlways: true);

    private static bool Allows(Pace? pace, string name, HttpContext context, bool tellsAlways)
    {
        if (pace is null)
        {
            return true;
        }

        PaceReading reading = pace.Count(name);
        if (tellsAlways || !reading.IsWithin)
        {
            RateLimitHeaders.TellWithAnswer(context, reading);
        }

        return reading.IsWithin;
    }

    private static string AddressOf(HttpContext context) => NetworkAddress.Of(context.Connection.RemoteIpAddress);

    // A claim that goes the framework's way is answered as in the lane.
    private static bool IsForPrograms(PathString path) => path.StartsWithSegments(Routes.Token, StringComparison.OrdinalIgnoreCase)
        || (path.StartsWithSegments(Routes.Api, StringComparison.OrdinalIgnoreCase) && ShopCors.MethodAt(path.Value!.TrimEnd('/')) is null);

    private static Pace? Of(int perSecond) => perSecond == 0 ? null : new Pace(perSecond, TimeProvider.System);
}
