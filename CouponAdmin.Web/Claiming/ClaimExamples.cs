using CouponAdmin.Core.Issuance;
using CouponAdmin.Web.Http.Description;

namespace CouponAdmin.Web.Claiming;

/// <summary>What the interface's description shows of a member's claim.</summary>
internal static class ClaimExamples
{
    private const string Json = "application/json";
    private static readonly DateTimeOffset At = new(2026, 11, 23, 12, 0, 0, TimeSpan.FromHours(9));

    public static readonly MyClaim Claim = new("spring-drop", ClaimStatus.Issued, 1_763_850_000_123_456) { Code = "7QK2-M4TD-9XRA-C0HE", Number = 1, IssuedAt = At, ValidUntil = At.AddDays(30) };

    public static readonly ProducesResponseTypeMetadata Admitted = new(StatusCodes.Status202Accepted, typeof(MyClaim), [Json]) { Description = "Admitted now: the member holds a ticket, and the coupon follows." };
    public static readonly ProducesResponseTypeMetadata Known = new(StatusCodes.Status200OK, typeof(MyClaim), [Json]) { Description = "The member claimed before: where that claim stands." };

    public static readonly EventStreamShape MyEvents = new(
        "event: claim\ndata: {\"campaign\":\"spring-drop\",\"status\":\"queued\",\"ticket\":1763850000123456}\n\nevent: progress\ndata: {\"recorded\":36}\n\n",
        ("claim", "the claim as it stands (`MyClaim`), first a snapshot and then each change; the stream ends after a final status."),
        ("progress", "how many tickets of the campaign are recorded, in `recorded`."),
        ("lost", "nothing is left of the claim; the member may ask again. An empty object, and the last event."),
        ("ping", "nothing new. An empty object."));
}
