using System.Collections.Concurrent;
using CouponAdmin.Core.Campaigns;

namespace CouponAdmin.Core.Issuance.Tally;

/// <summary>This instance's answers to claims since its start, by campaign and outcome, for the metrics. On the claim's path: one look-up and one increment.</summary>
public sealed class OutcomeCounts
{
    /// <summary>Live campaigns that have numbers of their own; those beyond it are counted together.</summary>
    public const int CampaignsMax = 100;

    /// <summary>Stands for campaigns that there aren't, that are sealed, or that are too many. No slug has an underscore.</summary>
    public const string Other = "_other";

    private static readonly string[] Codes = [.. Enum.GetValues<ClaimOutcome>().Select(ClaimCodes.Of)];
    private readonly ConcurrentDictionary<Guid, Answers> _campaigns = new();
    private readonly Answers _other = new(Other);
    private int _named;

    /// <summary>The campaigns that have numbers of their own.</summary>
    public IReadOnlyList<Guid> Named => [.. _campaigns.Keys];

    /// <summary>Counts one answer.</summary>
    /// <param name="campaign">Null: there is none of that name.</param>
    public void Count(CampaignRef? campaign, ClaimOutcome outcome) =>
        Interlocked.Increment(ref (campaign is null or { IsSealed: true } ? _other : Of(campaign)).Counts[(int)outcome]);

    /// <summary>The campaign isn't live any more: its numbers leave the export.</summary>
    public void Forget(Guid campaign)
    {
        if (_campaigns.TryRemove(campaign, out _))
        {
            Interlocked.Decrement(ref _named);
        }
    }

    /// <summary>All counts above zero.</summary>
    public IEnumerable<(string Campaign, string Outcome, long Count)> Read() => _campaigns.Values.Append(_other)
        .SelectMany(answers => Codes.Select((code, i) => (answers.Campaign, code, Interlocked.Read(ref answers.Counts[i])))).Where(count => count.Item3 > 0);

    private Answers Of(CampaignRef campaign)
    {
        if (_campaigns.TryGetValue(campaign.Key, out Answers? known))
        {
            return known;
        }

        if (Volatile.Read(ref _named) >= CampaignsMax)
        {
            return _other;
        }

        Answers made = new(campaign.Slug);
        Answers kept = _campaigns.GetOrAdd(campaign.Key, made);
        if (kept == made)
        {
            Interlocked.Increment(ref _named);
        }

        return kept;
    }

    private sealed class Answers(string campaign)
    {
        public string Campaign { get; } = campaign;

        public long[] Counts { get; } = new long[Codes.Length];
    }
}
