namespace CouponAdmin.Core.Store;

/// <summary>Says when nobody would miss the store for a few seconds. The store knows no campaigns; who knows them answers.</summary>
public interface IQuietMoment
{
    /// <summary>True while no sale is open, and none opens soon.</summary>
    Task<bool> IsNowAsync(CancellationToken cancellationToken);
}
