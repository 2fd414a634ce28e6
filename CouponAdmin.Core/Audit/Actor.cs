namespace CouponAdmin.Core.Audit;

/// <summary>Who does something: the subject of the token or cookie, and the name shown to people.</summary>
public sealed record Actor(string Id, string Name)
{
    /// <summary>The product itself, such as the seeding of a demo.</summary>
    public static readonly Actor System = new("system", "CouponAdmin");
}
