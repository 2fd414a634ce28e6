namespace CouponAdmin.Web.Http;

/// <summary>On an endpoint where members claim.</summary>
/// <param name="TurnedAway">Notes that the limit by address turned a claim away, by campaign, member and request: support is asked later why.</param>
internal sealed record TakesClaims(Action<string, string, HttpContext> TurnedAway);
