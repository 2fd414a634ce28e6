namespace CouponAdmin.Core.Operators;

/// <summary>The five roles: the values of the <c>role</c> claim.</summary>
public static class Roles
{
    /// <summary>All, with users and system.</summary>
    public const string Administrator = "Administrator";

    /// <summary>Campaigns.</summary>
    public const string Operator = "Operator";

    /// <summary>Reads.</summary>
    public const string Viewer = "Viewer";

    /// <summary>Takes coupons at a till, and sees nothing else.</summary>
    public const string Cashier = "Cashier";

    /// <summary>Claims.</summary>
    public const string Member = "Member";

    public static readonly IReadOnlyList<string> All = [Administrator, Operator, Viewer, Cashier, Member];
}
