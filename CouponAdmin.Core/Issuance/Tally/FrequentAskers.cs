using System.Threading.Channels;

namespace CouponAdmin.Core.Issuance.Tally;

/// <summary>How often one member asked since the database was last told.</summary>
/// <param name="Member">Who.</param>
/// <param name="More">How many times more.</param>
/// <param name="Sure">All that is sure by now: what the database has been told once this is committed.</param>
internal sealed record AskerNews(string Member, int More, int Sure);

/// <summary>Who asks most often, as this instance sees it: one write into a channel behind the answer, everything else later.</summary>
public sealed class FrequentAskers
{
    /// <summary>Members counted in one campaign.</summary>
    public const int MembersMax = 1_000;

    /// <summary>Campaigns counted at the same time; with more the oldest starts anew.</summary>
    private const int CampaignsMax = 100;

    /// <summary>Asks that wait to be counted; those beyond are not: it is for a report.</summary>
    private const int AskedMax = 65_536;

    /// <summary>Who asked once is nobody to report.</summary>
    private const int TimesMin = 2;

    private readonly Channel<(Guid Campaign, string Member)> _asked = Channel.CreateBounded<(Guid, string)>(
        new BoundedChannelOptions(AskedMax) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly Lock _turn = new();
    private readonly Dictionary<Guid, AskerSketch> _sketches = [];

    /// <summary>Takes note, without waiting.</summary>
    public void Note(Guid campaign, string member) => _asked.Writer.TryWrite((campaign, member));

    /// <summary>Counts what was noted.</summary>
    internal void Absorb()
    {
        lock (_turn)
        {
            while (_asked.Reader.TryRead(out (Guid Campaign, string Member) asked))
            {
                SketchOf(asked.Campaign).Add(asked.Member);
            }
        }
    }

    /// <summary>What the database hasn't been told yet, by campaign.</summary>
    internal IReadOnlyList<(Guid Campaign, IReadOnlyList<AskerNews> News)> News()
    {
        lock (_turn)
        {
            return
            [
                .. _sketches.Select(s => (s.Key, News: (IReadOnlyList<AskerNews>)[.. s.Value.News(TimesMin, AskerLedger.MembersMax)
                    .Select(e => new AskerNews(e.Member, e.Sure - e.Told, e.Sure))])).Where(s => s.News.Count > 0),
            ];
        }
    }

    /// <summary>The database has it: committed.</summary>
    internal void Told(Guid campaign, IReadOnlyList<AskerNews> news)
    {
        lock (_turn)
        {
            if (_sketches.TryGetValue(campaign, out AskerSketch? sketch))
            {
                Dictionary<string, int> told = news.ToDictionary(n => n.Member, n => n.Sure, StringComparer.Ordinal);
                foreach (AskerSketch.Entry entry in sketch.News(TimesMin, MembersMax).Where(e => told.ContainsKey(e.Member)))
                {
                    entry.Told = told[entry.Member];
                }
            }
        }
    }

    private AskerSketch SketchOf(Guid campaign)
    {
        if (!_sketches.TryGetValue(campaign, out AskerSketch? sketch))
        {
            if (_sketches.Count >= CampaignsMax)
            {
                _sketches.Remove(_sketches.Keys.First());
            }

            _sketches[campaign] = sketch = new AskerSketch(MembersMax);
        }

        return sketch;
    }
}
