using System.Globalization;
using System.Net;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Issuance;

/// <summary>From where most claims come, over all instances, in bounded memory.</summary>
public sealed class BusyAddressTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Read_WhenTwoInstancesCounted_AddsUpByNetwork(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        TestInstance second = await sale.AddInstanceAsync();
        await NoteAsync(sale, sale.First, "192.0.2.1", 3);
        await NoteAsync(sale, second, "::ffff:192.0.2.1", 4);
        await NoteAsync(sale, second, "2001:db8:0:7::1", 2);
        await NoteAsync(sale, second, "2001:db8:0:7:ffff::2", 3);
        await NoteAsync(sale, second, "198.51.100.1", 1);
        await NoteAsync(sale, second, null, 5);

        await BringAsync(sale.First, second);
        Assert.Equal([new("192.0.2.1", 7), new("2001:db8:0:7::/64", 5)], await ReadAsync(sale));

        await NoteAsync(sale, second, "2001:db8:0:7::1", 9);
        await BringAsync(sale.First, second);
        Assert.Equal([new("2001:db8:0:7::/64", 14), new("192.0.2.1", 7)], await ReadAsync(sale));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Bring_WhenVeryManyClaim_KeepsTheBusiestAndEnds(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        foreach (int i in Enumerable.Range(0, BusyAddresses.AddressesMax + 20))
        {
            await NoteAsync(sale, sale.First, string.Create(CultureInfo.InvariantCulture, $"192.0.2.{i}"), 2);
        }

        await BringAsync(sale.First);
        await NoteAsync(sale, sale.First, "203.0.113.9", 50);
        await BringAsync(sale.First);
        await BringAsync(sale.First);

        Assert.Equal(BusyAddresses.AddressesMax, await sale.Store.SortedSetLengthAsync(sale.Keys.Addresses));
        IReadOnlyList<BusyAddress> shown = await ReadAsync(sale);
        Assert.Equal((BusyAddresses.ShownMax, new("203.0.113.9", 50)), (shown.Count, shown[0]));
        Assert.InRange((await sale.Store.KeyTimeToLiveAsync(sale.Keys.Addresses))!.Value, TimeSpan.FromHours(47), TallyStore.KeptFor);
    }

    private static async Task NoteAsync(TestSale sale, TestInstance instance, string? address, int times)
    {
        await instance.Get<CampaignDirectory>().FindAsync(sale.Slug, default);
        for (int i = 0; i < times; i++)
        {
            instance.Get<BusyAddresses>().Note(sale.Slug, address is null ? null : IPAddress.Parse(address));
        }
    }

    private static Task BringAsync(params TestInstance[] instances) => Task.WhenAll(instances.Select(i => i.Get<BusyAddresses>().BringAsync()));

    private static Task<IReadOnlyList<BusyAddress>> ReadAsync(TestSale sale) => sale.First.Get<BusyAddresses>().ReadAsync(sale.Keys.Campaign);
}
