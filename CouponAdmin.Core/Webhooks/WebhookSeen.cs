namespace CouponAdmin.Core.Webhooks;

/// <summary>Which webhook an act is meant for and, where it is known, in which version the person saw it.</summary>
/// <param name="Id">The webhook.</param>
/// <param name="Versions">The versions that the act may meet (<see cref="WebhookView.Version"/>); null: whichever it has.</param>
public readonly record struct WebhookSeen(string Id, IReadOnlyList<string>? Versions = null)
{
    /// <summary>The webhook as this view shows it.</summary>
    public static WebhookSeen In(WebhookView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new WebhookSeen(view.Id, [view.Version]);
    }

    public static implicit operator WebhookSeen(string id) => new(id);

    /// <summary>Whether it is still what the person saw.</summary>
    internal bool Meets(WebhookView now) => Versions?.Contains(now.Version, StringComparer.Ordinal) != false;
}
