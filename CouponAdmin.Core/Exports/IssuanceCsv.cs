namespace CouponAdmin.Core.Exports;

public sealed class IssuanceCsv
{
    /// <summary>Streams a campaign's issuances; UTF-8 with BOM, formula-safe. False when there is no such campaign (nothing was written).</summary>
    public Task<bool> WriteAsync(string slug, Stream to, CancellationToken cancellationToken) => throw new NotSupportedException();
}
