using System.Net;
using System.Security.Claims;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Shop;

/// <summary>Lets a member in whom a shop hands over, and asks first where the browser's person may not want that.</summary>
internal sealed partial class HandOverDoor(OneTimeUses uses, RevokedApiClients revoked, ShopPages shops, TimeProvider time, ILogger<HandOverDoor> log)
{
    private const string Purpose = "Sec-Purpose";

    /// <summary>Whether the link's time has run out, or its client is revoked.</summary>
    public bool IsOver(HandOver handOver) => time.GetUtcNow() >= handOver.LinkEnds || revoked.Has(handOver.ClientId);

    /// <summary>
    /// Somebody else is signed in here; or no page of a shop led here, so that anybody may have sent this link to have others claim for them;
    /// or the browser only looks ahead.
    /// </summary>
    public bool MustAsk(HttpContext context, HandOver handOver) =>
        HeadRequests.Is(context)
        || context.Request.Headers.ContainsKey(Purpose)
        || (context.User.IsPerson() ? !IsHere(context, handOver) : !shops.LedHere(context.Request));

    /// <summary>Whether the browser's person is this member already.</summary>
    public static bool IsHere(HttpContext context, HandOver handOver) => context.User.IsPerson() && context.User.MemberIdOf() == handOver.Member;

    /// <summary>Whether the link was used: nobody is asked in vain.</summary>
    public Task<bool> IsUsedAsync(HandOver handOver) => uses.IsUsedAsync(handOver.Id);

    /// <summary>Uses the link up and signs the member in; false: it was used before.</summary>
    public async Task<bool> TryEnterAsync(HttpContext context, HandOver handOver)
    {
        if (!await uses.TryUseAsync(handOver.Id, HandOverLinks.ValidFor))
        {
            return false;
        }

        // A member who came in by their own account here keeps that session: it may do more.
        if (!IsHere(context, handOver) || context.User.IsHandedOver())
        {
            await context.SignInAsync(
                IdentityConstants.ApplicationScheme, PersonOf(handOver), new AuthenticationProperties { ExpiresUtc = handOver.SessionEnds, AllowRefresh = false, IsPersistent = false });
        }

        LogIn(log, handOver.Member, handOver.ClientId, context.Connection.RemoteIpAddress);
        return true;
    }

    // That member and nobody's account: no stamp, no name but the id, and never a role of staff.
    private static ClaimsPrincipal PersonOf(HandOver handOver) => new(new ClaimsIdentity(
        [
            new Claim(Principals.SubjectClaim, handOver.Member),
            new Claim(Principals.NameClaim, handOver.Member),
            new Claim(Principals.RoleClaim, Roles.Member),
            new Claim(Principals.PartyClaim, handOver.ClientId),
            new Claim(Principals.EndClaim, handOver.SessionEnds.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ],
        IdentityConstants.ApplicationScheme, Principals.NameClaim, Principals.RoleClaim));

    [LoggerMessage(Level = LogLevel.Information, Message = "Member {Member} was handed over by API client {Client} from {Address}")]
    private static partial void LogIn(ILogger logger, string member, string client, IPAddress? address);
}
