using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>The Sentinels of the store: who they say is the master.</summary>
internal sealed class StoreSentinels(ConnectionMultiplexer connection, string service) : IAsyncDisposable
{
    /// <summary>Gives the Sentinels' connection; null where the configuration names no service.</summary>
    public static async Task<StoreSentinels?> OpenAsync(ConfigurationOptions options)
    {
        if (string.IsNullOrEmpty(options.ServiceName))
        {
            return null;
        }

        // A connection to Sentinels alone takes their user and password from the place of the store's.
        ConfigurationOptions own = options.Clone();
        (own.User, own.Password) = (options.SentinelUser ?? options.User, options.SentinelPassword ?? options.Password);
        return new StoreSentinels(await ConnectionMultiplexer.SentinelConnectAsync(own), options.ServiceName);
    }

    /// <summary>The master in the newest order that a Sentinel knows; null unless most of them answer.</summary>
    /// <remarks>An order is given by most of them (its epoch), so one of them is enough to know it; the others hear of it within seconds.</remarks>
    public async Task<EndPoint?> NameAsync()
    {
        IServer[] sentinels = connection.GetServers();
        (long Epoch, EndPoint? Master)[] answers = [.. (await Task.WhenAll(sentinels.Select(AskAsync))).Where(answer => answer.Master is not null)];
        return answers.Length * 2 > sentinels.Length ? answers.MaxBy(answer => answer.Epoch).Master : null;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task<(long Epoch, EndPoint? Master)> AskAsync(IServer sentinel)
    {
        try
        {
            // The epoch first: one that rises in between makes the address no older than it.
            KeyValuePair<string, string>[] facts = await sentinel.SentinelMasterAsync(service);
            EndPoint? master = await sentinel.SentinelGetMasterAddressByNameAsync(service);
            string? epoch = facts.FirstOrDefault(fact => fact.Key == "config-epoch").Value;
            return (long.TryParse(epoch, CultureInfo.InvariantCulture, out long number) ? number : 0, master);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return (0, null);
        }
    }
}
