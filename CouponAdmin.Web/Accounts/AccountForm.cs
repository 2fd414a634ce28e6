namespace CouponAdmin.Web.Accounts;

/// <summary>What the sign-in and registration forms send.</summary>
public sealed class AccountForm
{
    public string Email { get; set; } = "";

    public string Password { get; set; } = "";
}
