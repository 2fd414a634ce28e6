using System.Net;
using CouponAdmin.Core.Issuance.Tally;

namespace CouponAdmin.Web.Http;

/// <summary>The limits of the door, counted once for whichever way a request takes.</summary>
internal sealed class Paces(LimitsOptions limits)
{
    private readonly Pace? _members = Of(limits.ClaimsPerMemberPerSecond);
    private readonly Pace? _addresses = Of(limits.RequestsPerAddressPerSecond);
    private readonly Pace? _tokens = Of(limits.TokenRequestsPerAddressPerSecond);

    /// <summary>One more claim of this member; false when there were too many in this second.</summary>
    public bool AllowsMember(string member) => _members?.Allows(member) ?? true;

    /// <summary>One more request from this address; false when there were too many in this second.</summary>
    public bool AllowsAddress(IPAddress? address) => _addresses?.Allows(NetworkAddress.Of(address)) ?? true;

    /// <summary>One more request for a token from this address; false when there were too many in this second.</summary>
    public bool AllowsTokenRequest(IPAddress? address) => _tokens?.Allows(NetworkAddress.Of(address)) ?? true;

    private static Pace? Of(int perSecond) => perSecond == 0 ? null : new Pace(perSecond, TimeProvider.System);
}
