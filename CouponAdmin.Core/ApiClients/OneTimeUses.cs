using CouponAdmin.Core.Store;
using StackExchange.Redis;

namespace CouponAdmin.Core.ApiClients;

/// <summary>Decides who is the first to use an id that is good once, on whichever instance.</summary>
/// <remarks>The store decides, and its replicas must have the use before anybody is let in, as with claims: a fail-over forgets no use.</remarks>
public sealed class OneTimeUses(StoreConnections store, StoreMasters masters)
{
    private static readonly RedisScript UseOnce = RedisScript.Load("use_once-1");

    /// <summary>Whether somebody used it: for what people are told, never for deciding.</summary>
    /// <exception cref="RedisException">The store doesn't answer.</exception>
    public Task<bool> IsUsedAsync(Guid id) => store.Claims.KeyExistsAsync(KeyOf(id), CommandFlags.DemandMaster);

    /// <summary>True for the first use alone.</summary>
    /// <param name="id">Made at random.</param>
    /// <param name="keptFor">At least as long as the id can be used.</param>
    /// <exception cref="RedisException">The store doesn't answer, or too few replicas have the use: the id may be used up.</exception>
    public async Task<bool> TryUseAsync(Guid id, TimeSpan keptFor)
    {
        RedisKey[] keys = [KeyOf(id)];
        RedisValue[] values = [(long)keptFor.TotalMilliseconds];
        StoreMaster master = masters.Find(keys[0]) ?? await masters.ConfirmAsync(keys[0])
            ?? throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, CommandFlags.None, "No server of the store is confirmed as the master.");
        RedisResult first = masters.OwesReceipt(master) ? await masters.RunKeptAsync(master, UseOnce, keys, values) : await UseOnce.RunAsync(store.Claims, keys, values);
        return (int)first == 1;
    }

    private static RedisKey KeyOf(Guid id) => $"coupon:{{once-{id:N}}}:used";
}
