using System.Net;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.Tally;

/// <summary>Claims from one network address: see <see cref="NetworkAddress"/>.</summary>
/// <param name="Claims">A lower bound: an address seen once in a while among very many others may be counted too low, never too high.</param>
public sealed record BusyAddress(string Address, int Claims);

/// <summary>From which addresses most claims come, of all instances together: to be looked at, never for a decision, as an office or a carrier shares one.</summary>
/// <remarks>Counted in bounded memory as <see cref="FrequentAskers"/> counts members, and brought to the store once a second. Kept in the store alone, for two days.</remarks>
public sealed class BusyAddresses(CampaignDirectory directory, StoreConnections store)
{
    /// <summary>Addresses kept of one campaign.</summary>
    public const int AddressesMax = 100;

    /// <summary>Addresses shown to an operator.</summary>
    public const int ShownMax = 5;

    private static readonly RedisScript Add = RedisScript.Load("add_addresses-1");

    private readonly FrequentAskers _counted = new();

    /// <summary>Takes note of one claim, without waiting; of a campaign that this instance never met, none.</summary>
    public void Note(string slug, IPAddress? address)
    {
        if (address is not null && directory.Remembered(slug) is { } campaign)
        {
            _counted.Note(campaign.Key, NetworkAddress.Of(address));
        }
    }

    /// <summary>The addresses with most claims, most first.</summary>
    public async Task<IReadOnlyList<BusyAddress>> ReadAsync(Guid campaign)
    {
        SortedSetEntry[] first = await store.Draining.SortedSetRangeByRankWithScoresAsync(new CampaignKeys(campaign).Addresses, 0, ShownMax - 1, Order.Descending);
        return [.. first.Select(entry => new BusyAddress(entry.Element.ToString(), (int)entry.Score))];
    }

    /// <summary>Brings what was counted since the last time to the store; what it doesn't take is brought the next time.</summary>
    internal async Task BringAsync()
    {
        _counted.Absorb();
        foreach ((Guid campaign, IReadOnlyList<AskerNews> news) in _counted.News())
        {
            try
            {
                RedisValue[] values = [(long)TallyStore.KeptFor.TotalSeconds, AddressesMax, .. news.SelectMany(n => new RedisValue[] { n.Member, n.More })];
                await Add.RunAsync(store.Draining, [new CampaignKeys(campaign).Addresses], values);
                _counted.Told(campaign, news);
            }
            catch (Exception e) when (Outage.Is(e))
            {
                return;
            }
        }
    }
}
