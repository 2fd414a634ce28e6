namespace CouponAdmin.Web.Accounts.Passkeys;

/// <summary>What a passkey form sends: the browser's credential as JSON.</summary>
public sealed class PasskeyAnswer
{
    public string Credential { get; set; } = "";
}
