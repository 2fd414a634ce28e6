namespace CouponAdmin.Core.Issuance.Pools;

/// <summary>Another import took this one for dead and went on in its place; nothing of this one counts.</summary>
internal sealed class ImportSupersededException() : Exception("Another import of codes went on in the place of this one.");
