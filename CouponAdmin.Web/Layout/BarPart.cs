namespace CouponAdmin.Web.Layout;

/// <summary>A component that a feature puts into the console's bar; it takes no parameters.</summary>
internal sealed record BarPart(Type Component);
