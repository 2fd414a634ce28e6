using System.Diagnostics;
using System.Net;
using CouponAdmin.Core.Telemetry;
using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>Commands that go to a confirmed master and to no other server.</summary>
public sealed partial class StoreMasters
{
    /// <summary>How long replicas may take to have a write, within a claim's deadline.</summary>
    public static readonly TimeSpan ReplicasWithin = TimeSpan.FromMilliseconds(500);

    /// <summary>For so long a Sentinels' master may acknowledge claims after it was last found to be the master; then it is asked first.</summary>
    /// <remarks>
    /// A planned fail-over leaves the old master writable for up to ten seconds. Another instance may have found the new one right after that look, and admits
    /// others there when the settling ends: by then this instance must have heard of it, too, and put its claims back.
    /// </remarks>
    public static readonly TimeSpan BelievedFor = TimeSpan.FromSeconds(1);

    /// <summary>Whether a claim on this master needs more than the server's own answer: a receipt of replicas, or the certainty that no other has its place.</summary>
    internal bool OwesReceipt(StoreMaster master) => master.Replicas > 0 || _store.Sentinels is not null;

    /// <summary>Runs a script and waits until enough replicas have what it wrote; in one round trip.</summary>
    /// <remarks>The wait covers everything that the master had when the script ended, also what an earlier script of another instance wrote.</remarks>
    /// <exception cref="TooFewReplicasException">Not in time.</exception>
    internal async Task<RedisResult> RunKeptAsync(StoreMaster master, RedisScript script, RedisKey[] keys, RedisValue[] values)
    {
        using Activity? span = ProductTraces.Under(script.Name, ActivityKind.Client);
        long began = Stopwatch.GetTimestamp();
        Task<RedisResult> call = SendAsync(master, script, keys, values, isKept: true);
        try
        {
            RedisResult result = await call;
            await BelieveAsync(master);
            return result;
        }
        finally
        {
            StoreCalls.Note(script.Name, master.Server, began, call, span);
        }
    }

    /// <summary>Runs a script on this very server.</summary>
    internal Task<RedisResult> RunOnAsync(StoreMaster master, RedisScript script, RedisKey[] keys, RedisValue[] values) =>
        SendAsync(master, script, keys, values, isKept: false);

    /// <summary>Sends a command to this very server: one that isn't the master any more must not pass it on unnoticed.</summary>
    internal async Task<RedisResult> AskAsync(StoreMaster master, string command, object[] arguments)
    {
        try
        {
            return await master.Server.ExecuteAsync(_store.Claims.Database, command, arguments, CommandFlags.NoRedirect);
        }
        catch (RedisException e) when (!e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // READONLY, MOVED, a WAIT that a replica refuses, a connection that broke: whoever it is now is asked before the next command.
            Doubt(master.Server.EndPoint);
            throw;
        }
    }

    /// <summary>Writes a key that goes by itself, as a claim is written: on this server, and kept by as many replicas.</summary>
    /// <exception cref="RedisException">It isn't taken, or too few replicas have it in time.</exception>
    internal Task WriteAsync(StoreMaster master, RedisKey key)
    {
        Task<RedisResult> write = AskAsync(master, "SET", [key, InstanceName.Value, "PX", (long)TimeSpan.FromMinutes(1).TotalMilliseconds]);
        return KeepAsync(master, write);
    }

    private async Task<RedisResult> SendAsync(StoreMaster master, RedisScript script, RedisKey[] keys, RedisValue[] values, bool isKept)
    {
        object[] rest = [keys.Length, .. keys.Cast<object>(), .. values.Cast<object>()];
        try
        {
            return await OnceAsync("EVALSHA", script.Digest);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // Its write comes after the first receipt, and needs one of its own.
            return await OnceAsync("EVAL", script.Text);
        }

        Task<RedisResult> OnceAsync(string command, string which)
        {
            Task<RedisResult> reply = AskAsync(master, command, [which, .. rest]);
            return isKept ? KeepAsync(master, reply) : reply;
        }
    }

    private async Task<RedisResult> KeepAsync(StoreMaster master, Task<RedisResult> reply)
    {
        if (master.Replicas == 0)
        {
            return await reply;
        }

        long reached = (long)await AskAsync(master, "WAIT", [master.Replicas, (long)ReplicasWithin.TotalMilliseconds]);
        RedisResult result = await reply;
        return reached >= master.Replicas ? result : throw new TooFewReplicasException(reached, master.Replicas);
    }

    private async Task BelieveAsync(StoreMaster master)
    {
        EndPoint server = master.Server.EndPoint;
        bool isBelieved = _store.Sentinels is null
            || (_confirmed.GetValueOrDefault(server)?.RunId == master.RunId && _time.GetElapsedTime(_found.GetValueOrDefault(server)) < BelievedFor)
            || await ConfirmAsync(master.Server, SaysWithin) is { } still && still.RunId == master.RunId;
        if (!isBelieved)
        {
            throw new RedisConnectionException(ConnectionFailureType.UnableToResolvePhysicalConnection, CommandFlags.None, "Another server may have become the master.");
        }
    }
}
