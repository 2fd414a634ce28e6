using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Audit;

/// <summary>Which entries somebody wants to see; null asks for all.</summary>
/// <param name="Who">A part of the person's name, in any case, or their whole id.</param>
/// <param name="Action">The whole action, such as <c>close-campaign</c>.</param>
/// <param name="Subject">The beginning of what it was done to, such as a campaign's slug, in any case.</param>
/// <param name="From">The first moment.</param>
/// <param name="To">The moment after the last.</param>
/// <param name="IsWholeSubject">The subject is meant whole: one campaign's own list.</param>
public sealed record AuditFilter(
    string? Who = null, string? Action = null, string? Subject = null, StoreTime? From = null, StoreTime? To = null, bool IsWholeSubject = false);
