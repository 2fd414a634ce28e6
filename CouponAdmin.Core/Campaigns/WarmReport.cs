namespace CouponAdmin.Core.Campaigns;

/// <summary>What the cache holds against the database after a warming; all counts are tickets of this campaign.</summary>
/// <param name="Campaign">The campaign after warming.</param>
/// <param name="RowsLoaded">Recorded rows that were missing in the store and are there now.</param>
/// <param name="Recorded">Rows in the database, of any status.</param>
/// <param name="Admitted">Tickets in the store.</param>
/// <param name="Queued">Tickets that have no row yet.</param>
/// <param name="FactsVersion">The version of the facts that the store holds.</param>
/// <param name="Took">How long the warming took.</param>
public sealed record WarmReport(CampaignView Campaign, int RowsLoaded, int Recorded, int Admitted, int Queued, long FactsVersion, TimeSpan Took)
{
    /// <summary>Cache and database agree: every ticket is either recorded or still queued.</summary>
    public bool Balances => Admitted == Recorded + Queued;
}
