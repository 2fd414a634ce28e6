using System.Globalization;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Store;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.Tally;

/// <summary>The tallies in the store: one hash a minute, so that old ones go by themselves.</summary>
public sealed class TallyStore(StoreConnections store)
{
    /// <summary>How long a minute's tally is kept: the longest chart, and time to look at it.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(48);

    /// <summary>The longest time that one reading covers.</summary>
    public static readonly TimeSpan SpanMax = TimeSpan.FromHours(1);

    private static readonly RedisScript Add = RedisScript.Load("add_tally-1");

    /// <summary>Adds the counts of one second.</summary>
    internal async Task AddAsync(Guid campaign, StoreTime at, IReadOnlyList<(TallyKind Kind, int Count)> counts)
    {
        DateTimeOffset moment = at.ToDateTimeOffset();
        RedisValue[] values =
        [
            (long)KeptFor.TotalSeconds,
            .. counts.SelectMany(c => new RedisValue[] { Field(moment.Second, c.Kind), c.Count }),
        ];
        await Add.RunAsync(store.Draining, [new CampaignKeys(campaign).Tally(at)], values);
    }

    /// <summary>The seconds with answers between <paramref name="from"/> and <paramref name="to"/>, at most <see cref="SpanMax"/>, in order.</summary>
    public async Task<IReadOnlyList<TallySecond>> ReadAsync(Guid campaign, StoreTime from, StoreTime to)
    {
        StoreTime start = to - from > SpanMax ? to + -SpanMax : from;
        List<Task<TallySecond[]>> minutes = [];
        for (StoreTime minute = CampaignKeys.MinuteOf(start); minute <= to; minute += TimeSpan.FromMinutes(1))
        {
            minutes.Add(MinuteAsync(campaign, minute));
        }

        TallySecond[][] read = await Task.WhenAll(minutes);
        return [.. read.SelectMany(m => m).Where(s => StoreTime.From(s.Second) + TimeSpan.FromSeconds(1) > start && StoreTime.From(s.Second) <= to)];
    }

    private async Task<TallySecond[]> MinuteAsync(Guid campaign, StoreTime minute)
    {
        HashEntry[] fields = await store.Draining.HashGetAllAsync(new CampaignKeys(campaign).Tally(minute));
        return
        [
            .. fields.Select(f => (Name: f.Name.ToString().Split(':'), Count: (int)f.Value))
                .GroupBy(f => int.Parse(f.Name[0], CultureInfo.InvariantCulture)).OrderBy(g => g.Key)
                .Select(g => new TallySecond(
                    minute.ToDateTimeOffset().AddSeconds(g.Key),
                    g.ToDictionary(f => Enum.Parse<TallyKind>(f.Name[1]), f => f.Count))),
        ];
    }

    private static string Field(int second, TallyKind kind) => string.Create(CultureInfo.InvariantCulture, $"{second}:{kind}");
}
