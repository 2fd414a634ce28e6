namespace CouponAdmin.Web.Accounts.SetUp;

/// <summary>What the set-up page sends.</summary>
public sealed class SetUpForm
{
    public string Code { get; set; } = "";

    public string Email { get; set; } = "";

    public string Password { get; set; } = "";
}
