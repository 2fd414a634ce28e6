using System.Net;
using System.Text;
using System.Text.Json;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Faults;

/// <summary>A sale on a <see cref="FaultRig"/>: its clients write everything down, and in the end the oracle reads it.</summary>
internal sealed class FaultedSale(FaultRig rig, string slug)
{
    /// <summary>Members who look what they are shown, at most: the first of them.</summary>
    private const int LookersMax = 60;

    /// <summary>Who ask at once.</summary>
    public const int Clients = 16;

    /// <summary>After a fault everything must be recorded by then; the minute's books check lies within.</summary>
    public static readonly TimeSpan SettledWithin = TimeSpan.FromSeconds(90);

    public ClaimHistory History { get; } = new();

    public string Slug => slug;

    public Task<ClaimAttempt> AskAsync(string member, int instance) => History.AskAsync(rig.Sale(instance), slug, member, rig.Tokens.Member(member));

    /// <summary>Each member asks once, a few at a time.</summary>
    /// <param name="instanceOf">Whom the n-th member asks.</param>
    /// <param name="clients">How many.</param>
    public Task RushAsync(IReadOnlyList<string> members, Func<int, int> instanceOf, int clients = Clients) =>
        Parallel.ForAsync(0, members.Count, new ParallelOptions { MaxDegreeOfParallelism = clients }, async (i, _) => await AskAsync(members[i], instanceOf(i)));

    /// <summary>Asks until the answer isn't "ask again"; gives that one.</summary>
    /// <param name="instanceOf">Whom the n-th question goes to, from 0.</param>
    public Task<ClaimAttempt> AskForCertainAsync(string member, Func<int, int> instanceOf)
    {
        int asked = 0;
        return Eventually.HoldsAsync(
            () => AskAsync(member, instanceOf(asked++)),
            attempt => attempt.Status is not (null or HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests),
            SettledWithin,
            () => rig.Instances[instanceOf(asked - 1)].Output);
    }

    /// <summary>Each member asks until they have an answer that isn't "ask again"; a silent instance's clients turn to the next.</summary>
    /// <param name="instances">The first so many; null: all.</param>
    public Task InsistAsync(IReadOnlyList<string> members, int? instances = null) =>
        Parallel.ForAsync(0, members.Count, new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (i, _) =>
            await AskForCertainAsync(members[i], asked => (i + asked) % (instances ?? rig.Instances.Count)));

    public Task<Answer> StatsAsync(int instance = 0) => rig.Sale(instance).GetAsync($"{SaleClient.Admin}/{slug}/stats", rig.Tokens.Viewer());

    public Task<Answer> MineAsync(string member, int instance) => rig.Sale(instance).MineAsync(slug, rig.Tokens.Member(member));

    public async Task SetQuantityAsync(int quantity, int instance = 0) => (await rig.Sale(instance).PutAsync(
        $"{SaleClient.Admin}/{slug}/quantity", rig.Tokens.Administrator(), new { quantity, reason = "a test's top-up" })).Is(200);

    /// <summary>Lets these members claim and nobody else.</summary>
    public async Task ListAsync(IEnumerable<string> members)
    {
        using StringContent file = new(string.Join('\n', members), Encoding.UTF8, "text/plain");
        (await rig.Sale(0).SendAsync(HttpMethod.Put, $"{SaleClient.Admin}/{slug}/member-list", rig.Tokens.Administrator(), file)).Is(200);
    }

    /// <summary>Follows a member's events until the final status; gives that.</summary>
    public async Task<string> ToldAsync(string member, int instance)
    {
        string status = "";
        await foreach ((string kind, JsonElement claim) in rig.Sale(instance).FollowAsync($"/api/v1/campaigns/{slug}/claims/me/events", rig.Tokens.Member(member)))
        {
            status = kind == "claim" ? claim.GetProperty("status").GetString()! : status;
        }

        return status;
    }

    public Task<(Campaign Books, List<IssuanceRecord> Rows)> RecordedAsync() => SaleEvidence.ReadAsync(rig.Database, slug);

    public async Task<RedisKey> QueueKeyAsync() => new CampaignKeys((await RecordedAsync()).Books.Key).Queue;

    /// <summary>Waits until nothing is queued any more, on every instance's word.</summary>
    public async Task SettleAsync(int instances)
    {
        for (int instance = 0; instance < instances; instance++)
        {
            int asked = instance;
            await rig.Instances[asked].WaitUntilReadyAsync();
            await Eventually.HoldsAsync(
                () => StatsAsync(asked), stats => stats.Status == HttpStatusCode.OK && stats.Number("queueDepth") == 0, SettledWithin, () => rig.Instances[asked].Output);
        }
    }

    public async Task<SaleEvidence> EvidenceAsync(int? instances = null)
    {
        await SettleAsync(instances ?? rig.Instances.Count);
        (Campaign books, List<IssuanceRecord> rows) = await RecordedAsync();
        return new SaleEvidence(History, books, rows)
        {
            Admitted = (int)(await StatsAsync()).Is(200).Number("admitted"),
            Queue = rig.Mode == FaultMode.Embedded ? null : await QueueAsync(books.Key),
            Shown = await ShownAsync(rows, instances ?? rig.Instances.Count),
        };
    }

    /// <summary>The oracle, after everything has been recorded; gives the evidence for what a test wants to say beyond it.</summary>
    public async Task<SaleEvidence> HoldsAsync(int? instances = null)
    {
        SaleEvidence evidence = await EvidenceAsync(instances);
        IReadOnlyList<string> broken = PromiseOracle.Broken(evidence);
        Assert.True(broken.Count == 0, $"{broken.Count} promises are broken:\n{string.Join('\n', broken.Take(20))}");
        return evidence;
    }

    private async Task<IReadOnlyDictionary<string, string?>> ShownAsync(List<IssuanceRecord> rows, int instances)
    {
        Dictionary<string, string?> shown = new(StringComparer.Ordinal);
        foreach ((int i, IssuanceRecord row) in rows.Where(r => r.Status == ClaimStatus.Issued).Take(LookersMax).Index())
        {
            Answer mine = await MineAsync(row.Member, i % instances);
            shown[row.Member] = mine.Code.Length > 0 ? mine.Code : null;
        }

        return shown;
    }

    private async Task<IReadOnlyList<QueuedTicket>> QueueAsync(Guid campaign)
    {
        await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(rig.StoreConnectionString);
        SortedSetEntry[] queue = await redis.GetDatabase().SortedSetRangeByRankWithScoresAsync(new CampaignKeys(campaign).Queue);
        return [.. queue.Select(e => new QueuedTicket((string)e.Element!, (long)e.Score))];
    }
}
