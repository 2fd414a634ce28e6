using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Operators;

/// <summary>An account as administrators see it.</summary>
/// <param name="Id">The subject that claims and audit entries name.</param>
/// <param name="Email">What the person signs in with.</param>
/// <param name="Name">The name shown to people.</param>
/// <param name="Role">One of <see cref="Roles.All"/>.</param>
/// <param name="LockoutEnd">Until when signing in is refused; the end of time for an account that was disabled; null or past: it isn't.</param>
public sealed record StaffView(string Id, string Email, string Name, string Role, DateTimeOffset? LockoutEnd)
{
    /// <summary>Changes with what administrators can change, and not with a sign-in, which renews Identity's own stamp.</summary>
    public string Version => Fingerprint.Of(Email, Name, Role, IsDisabled);

    public bool IsDisabled => LockoutEnd == DateTimeOffset.MaxValue;

    /// <summary>Kept out for a while after wrong passwords.</summary>
    public bool IsLockedAt(DateTimeOffset now) => !IsDisabled && LockoutEnd > now;
}
