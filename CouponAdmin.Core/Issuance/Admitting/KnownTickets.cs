using System.Collections.Concurrent;

namespace CouponAdmin.Core.Issuance.Admitting;

/// <summary>The highest ticket of each campaign that this instance knows of: acknowledged, announced, or the database's watermark.</summary>
/// <remarks>Sent with every admission: a queue whose last ticket is lower has lost data, and the script refuses to go on.</remarks>
public sealed class KnownTickets
{
    private readonly ConcurrentDictionary<Guid, long> _highest = new();

    public long Of(Guid campaign) => _highest.GetValueOrDefault(campaign);

    public void Raise(Guid campaign, long ticket) =>
        _highest.AddOrUpdate(campaign, static (_, t) => t, static (_, held, t) => Math.Max(held, t), ticket);
}
