namespace CouponAdmin.Web.Shared;

/// <summary>One value that is not what a person would save.</summary>
/// <param name="Name">What it is a value of.</param>
/// <param name="Yours">What they typed, or saw.</param>
/// <param name="Now">What it is.</param>
public sealed record MeanwhileLine(string Name, string Yours, string Now);
