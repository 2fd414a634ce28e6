using CouponAdmin.Core.Operators;
using Microsoft.AspNetCore.Authorization;

namespace CouponAdmin.Web.Http;

/// <summary>Rights by name; pages and endpoints ask for one of these.</summary>
public static class Policies
{
    /// <summary>See campaigns, live numbers and history.</summary>
    public const string Read = "read";

    /// <summary>Create and change campaigns, revoke coupons.</summary>
    public const string Operate = "operate";

    /// <summary>Check, use and give back coupons, as at a till. Reading the list of uses asks for <see cref="Read"/>.</summary>
    public const string Redeem = "redeem";

    /// <summary>Accounts and their roles.</summary>
    public const string Administer = "administer";

    /// <summary>Claim coupons: anybody who is signed in, whatever the role. A client is nobody who could hold a coupon.</summary>
    public const string Claim = "claim";

    /// <summary>What API clients alone do, by a scope: no role opens it.</summary>
    public const string ClientOnly = "client";

    internal static void Add(AuthorizationOptions options)
    {
        // What names no right, such as the pages of one's account, is closed to members whom only an API client vouches for.
        options.DefaultPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(context => !context.User.IsVouchedFor()).Build();
        options.AddPolicy(Read, policy => policy.AddRequirements(new RoleOrScope(Roles.Administrator, Roles.Operator, Roles.Viewer)));
        options.AddPolicy(Operate, policy => policy.AddRequirements(new RoleOrScope(Roles.Administrator, Roles.Operator)));
        options.AddPolicy(Redeem, policy => policy.AddRequirements(new RoleOrScope(Roles.Administrator, Roles.Operator, Roles.Cashier)));
        options.AddPolicy(Administer, policy => policy.AddRequirements(new RoleOrScope(Roles.Administrator)));
        options.AddPolicy(Claim, policy => policy.RequireAuthenticatedUser()
            .RequireAssertion(context => !context.User.IsClient() && context.User.FitsSession(context.Resource as HttpContext)));
        options.AddPolicy(ClientOnly, policy => policy.AddRequirements(new RoleOrScope()));
    }
}
