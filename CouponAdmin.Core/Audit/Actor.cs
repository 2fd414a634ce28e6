namespace CouponAdmin.Core.Audit;

/// <summary>Who does something: the subject of the token or cookie, and the name shown to people.</summary>
/// <param name="Id">The subject.</param>
/// <param name="Name">The name shown to people.</param>
/// <param name="Address">The address that the request or circuit came from; null for the product itself.</param>
public sealed record Actor(string Id, string Name, string? Address = null)
{
    /// <summary>The product itself, such as the seeding of a demo.</summary>
    public static readonly Actor System = new("system", "CouponAdmin");
}
