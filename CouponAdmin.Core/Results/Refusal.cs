namespace CouponAdmin.Core.Results;

/// <summary>Why an operator's use case was not carried out. Each value has one answer in the API and one sentence in the console.</summary>
public enum RefusalKind
{
    /// <summary>Input that breaks a rule; <see cref="Refusal.Fields"/> names each field.</summary>
    InvalidInput,
    UnknownCampaign,
    UnknownIssuance,
    UnknownRedemption,

    /// <summary>No job of that id in the campaign.</summary>
    UnknownJob,

    /// <summary>As many unfinished jobs as a campaign may have; <see cref="Refusal.Bound"/> says how many.</summary>
    TooManyJobs,

    /// <summary>The coupon is used for an order: its redemption must be rolled back first.</summary>
    CouponRedeemed,
    SlugTaken,

    /// <summary>The campaign's state does not allow it, such as editing what is published.</summary>
    WrongState,

    /// <summary>The id is the account of somebody who works here, not of a member alone.</summary>
    StaffAccount,

    /// <summary>The member holds a ticket of a sale that isn't over.</summary>
    StillInSale,

    /// <summary>A quantity below what is already given.</summary>
    BelowAdmitted,

    /// <summary>No account of that id.</summary>
    UnknownAccount,

    /// <summary>Another account has that email.</summary>
    EmailTaken,

    /// <summary>The last administrator who can sign in: nobody could give the right back.</summary>
    LastAdministrator,

    /// <summary>The database would not store it before, and won't now; nothing was changed.</summary>
    StillRefused,

    /// <summary>The store did not answer in time, so the act was not carried out; ask again. What is committed is never refused (<see cref="Result{T}.IsInForce"/>).</summary>
    StoreUnavailable,

    /// <summary>Somebody else changed it after this person saw it; <see cref="Refusal.Current"/> is what it is now.</summary>
    ChangedMeanwhile,

    /// <summary>The member or account is disabled already.</summary>
    AlreadyDisabled,

    /// <summary>The member or account isn't disabled.</summary>
    NotDisabled,

    /// <summary>As many members are disabled as may be; <see cref="Refusal.Bound"/> says how many.</summary>
    TooManyDisabled,

    /// <summary>No API client of that id.</summary>
    UnknownClient,

    /// <summary>As many API clients as may be; <see cref="Refusal.Bound"/> says how many.</summary>
    TooManyClients,

    /// <summary>No webhook of that id.</summary>
    UnknownWebhook,

    /// <summary>As many webhooks as may be; <see cref="Refusal.Bound"/> says how many.</summary>
    TooManyWebhooks,

    /// <summary>The webhook has no such delivery, or it had no events.</summary>
    UnknownDelivery,

    /// <summary>A sale is open or about to open, and nothing may take its machine; <see cref="Refusal.Bound"/> says how many minutes before one that begins.</summary>
    SaleNear,

    /// <summary>A rehearsal is under way: there is one at a time over all instances.</summary>
    RehearsalUnderWay,

    /// <summary>The instance listens with TLS only, so it can't send claims to itself.</summary>
    NoOwnAddress,

    /// <summary>The key was used for another file.</summary>
    KeyReused,

    /// <summary>Another file is being read into the same pool; ask again when it is done.</summary>
    ImportUnderWay,

    /// <summary>No line of the file gave a code; <see cref="Refusal.Current"/> is the report that says why.</summary>
    NoCodeTaken,
}

/// <summary>An expected refusal: a value, never an exception.</summary>
/// <param name="Kind">Which refusal.</param>
/// <param name="Detail">A sentence in English for logs and programs; people are shown their own language's sentence by kind.</param>
public sealed record Refusal(RefusalKind Kind, string Detail)
{
    /// <summary>The broken rules, field by field; empty unless the kind is <see cref="RefusalKind.InvalidInput"/>.</summary>
    public IReadOnlyList<FieldProblem> Fields { get; init; } = [];

    /// <summary>The highest or lowest value that would have been accepted, where there is one.</summary>
    public long? Bound { get; init; }

    /// <summary>The value as it is now, where the kind is <see cref="RefusalKind.ChangedMeanwhile"/>; the report where it is <see cref="RefusalKind.NoCodeTaken"/>; the name of the sale in the way where it is <see cref="RefusalKind.SaleNear"/>; null otherwise.</summary>
    public object? Current { get; init; }

    /// <param name="current">The view of what it is now.</param>
    internal static Refusal Changed(object current) =>
        new(RefusalKind.ChangedMeanwhile, "Somebody changed this after you read it; 'current' is what it is now.") { Current = current };

    public static Refusal Invalid(IReadOnlyList<FieldProblem> fields) =>
        new(RefusalKind.InvalidInput, "The input breaks a rule; see the fields.") { Fields = fields };
}
