using System.ComponentModel.DataAnnotations;

namespace CouponAdmin.Core.Webhooks;

/// <summary>Settings <c>Webhooks:*</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>Lets webhooks lead to addresses of private networks and of this machine, and without TLS. Whoever makes a webhook can then reach what the server reaches.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>How long a receiver may take for its answer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}
