using System.Security.Claims;
using CouponAdmin.Core.Audit;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace CouponAdmin.Web.Http;

/// <summary>Asks at the moment of each act whether the person behind this circuit may still operate: an absent button is no guard.</summary>
public sealed class OperatorGate(AuthenticationStateProvider people, IAuthorizationService authorization)
{
    /// <summary>Who acts, for the audit; null when this person may not.</summary>
    public Task<Actor?> EnterAsync() => EnterAsync(Policies.Operate);

    /// <summary>The same for an act that asks for another right, such as <see cref="Policies.Administer"/>.</summary>
    public async Task<Actor?> EnterAsync(string policy)
    {
        ClaimsPrincipal person = (await people.GetAuthenticationStateAsync()).User;
        AuthorizationResult answer = await authorization.AuthorizeAsync(person, resource: null, policy);
        return answer.Succeeded && person.FindFirst(Principals.SubjectClaim) is not null ? person.ActorOf() : null;
    }

    /// <summary>Whether this person is shown coupon codes whole: whoever only reads sees them masked.</summary>
    public async Task<bool> SeesCodesAsync() => await EnterAsync() is not null;

    /// <summary>The sentence for somebody who may look but not touch.</summary>
    public static string NotAllowed => Say.In(
        "이 계정으로는 조회만 할 수 있습니다. 바꾸려면 운영자 권한이 필요합니다.", "This account can look but not change anything. Changes need an operator.");
}
