using System.Globalization;
using CouponAdmin.Bench.Sales;
using CouponAdmin.Core.Campaigns;
using StackExchange.Redis;

namespace CouponAdmin.Bench.Servers;

/// <summary>The product's admission script alone, on a campaign that only the store knows: what one Redis core admits with nothing around it.</summary>
internal sealed class ScriptLoad
{
    private const int QuantityOfAll = 100_000_000;

    /// <summary>Two numbers of twelve digits, so that hardly a member comes twice.</summary>
    private const string RandomMember = "m__rand_int____rand_int__";

    /// <summary>redis-benchmark reads it as a number of 32 bits; of one that is too large it makes 0, and every member is the same.</summary>
    private const int RandomBelow = 2_000_000_000;

    /// <summary>Part of the claims that a run must admit at least.</summary>
    private const double AdmittedMin = 0.999;

    private readonly RedisServer _redis;
    private readonly string _digest;

    private ScriptLoad(RedisServer redis, string digest) => (_redis, _digest) = (redis, digest);

    /// <summary>In no database: nobody drains it.</summary>
    public CampaignKeys Keys { get; } = new(Guid.NewGuid());

    public static async Task<ScriptLoad> PrepareAsync(RedisServer redis)
    {
        await using Stream stream = typeof(CampaignKeys).Assembly.GetManifestResourceStream("admit_claims-4.lua")
            ?? throw new InvalidOperationException("The product has no admit_claims-4.lua any more.");
        using StreamReader reader = new(stream);
        string digest = (string)(await redis.Database.ExecuteAsync("SCRIPT", "LOAD", await reader.ReadToEndAsync()))!;
        ScriptLoad load = new(redis, digest);
        await redis.Database.HashSetAsync(load.Keys.Facts,
        [
            new("version", 1), new("quantity", QuantityOfAll), new("void", 0), new("opens_us", 0), new("closes_us", long.MaxValue / 1_024),
            new("paused", 0), new("closed", 0), new("floor", 0),
        ]);
        return load;
    }

    public Task<long> AdmittedAsync() => _redis.Database.SortedSetLengthAsync(Keys.Queue);

    /// <summary>redis-benchmark with the script; gives claims a second, all of them admitted.</summary>
    /// <param name="batch">Claims in one script.</param>
    /// <param name="connections">Scripts under way at once.</param>
    /// <exception cref="OracleException">Not all of these claims were admitted: what was measured is not an admission.</exception>
    public async Task<double> RunAsync(int batch, int connections, int scripts)
    {
        long before = await AdmittedAsync();
        string output = await Child.RunAsync("redis-benchmark", "redis-benchmark",
        [
            "-p", _redis.Port.ToString(CultureInfo.InvariantCulture), "-c", connections.ToString(CultureInfo.InvariantCulture),
            "-n", scripts.ToString(CultureInfo.InvariantCulture), "-r", RandomBelow.ToString(CultureInfo.InvariantCulture), "--csv",
            "EVALSHA", _digest, "4", Keys.Facts.ToString(), Keys.Queue.ToString(), Keys.Progress.ToString(), Keys.Members("").ToString(), "0", "", "0", "", .. Enumerable.Repeat(RandomMember, batch),
        ]);
        long admitted = await AdmittedAsync() - before;
        if (admitted < AdmittedMin * batch * scripts)
        {
            throw new OracleException($"Of {batch * scripts} claims that redis-benchmark sent to the script {admitted} were admitted.");
        }

        string[] figures = output.Split('\n').Last(line => line.StartsWith('"')).Split("\",\"");
        return double.Parse(figures[1].Trim('"'), CultureInfo.InvariantCulture) * batch;
    }

    /// <summary>Takes the newest claims out again, so that every run begins at the same level.</summary>
    public Task ShrinkAsync(long to) => _redis.Database.SortedSetRemoveRangeByRankAsync(Keys.Queue, to, -1);

    /// <summary>Admits members until the queue holds so many, as fast as the store can.</summary>
    public async Task FillAsync(long upTo)
    {
        const int Batch = 500;
        const int AtOnce = 8;
        long filled = await AdmittedAsync();
        RedisKey[] keys = [Keys.Facts, Keys.Queue, Keys.Progress, Keys.Members("")];
        while (filled < upTo)
        {
            List<Task> scripts = [];
            for (int i = 0; i < AtOnce && filled < upTo; i++)
            {
                int size = (int)Math.Min(Batch, upTo - filled);
                RedisValue[] values = [0, "", 0, "", .. Enumerable.Range(0, size).Select(_ => (RedisValue)Guid.NewGuid().ToString("N"))];
                scripts.Add(_redis.Database.ExecuteAsync("EVALSHA", [_digest, keys.Length, .. keys.Cast<object>(), .. values.Cast<object>()]));
                filled += size;
            }

            await Task.WhenAll(scripts);
        }
    }
}
