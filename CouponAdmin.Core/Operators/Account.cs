using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Core.Operators;

/// <summary>A person who signs in: staff or member. <see cref="IdentityUser{TKey}.Id"/> is the subject that claims and audit entries name.</summary>
public sealed class Account : IdentityUser
{
    /// <summary>The name shown to people.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>Locked for good by an administrator; a lock after wrong passwords ends by itself.</summary>
    public bool IsDisabled => LockoutEnd == DateTimeOffset.MaxValue;
}
