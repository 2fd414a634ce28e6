namespace CouponAdmin.Web.Accounts.TwoFactor;

/// <summary>What the forms of the second step send.</summary>
public sealed class SecondStepForm
{
    public string Code { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>As authenticator apps show it in groups, people type it with spaces.</summary>
    internal string PlainCode => Code.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
}
