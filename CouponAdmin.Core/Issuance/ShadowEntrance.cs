using System.Security.Cryptography;
using System.Text;
using CouponAdmin.Core.Campaigns;

namespace CouponAdmin.Core.Issuance;

/// <summary>The way into the sale of a rehearsal: on the one instance that runs it, while it runs, for claims that bring the key that this instance made for it.</summary>
/// <remarks>For everybody else the sale doesn't exist. The key opens nothing but this sale, is never written down, and ends with the rehearsal.</remarks>
public sealed class ShadowEntrance
{
    private const int KeyBytes = 32;
    private Opened? _opened;
    private long _claims;
    private long _microseconds;

    /// <summary>Opens it, and gives the key. One rehearsal runs at a time.</summary>
    public string Open(CampaignRef sale)
    {
        ArgumentNullException.ThrowIfNull(sale);
        string key = RandomNumberGenerator.GetHexString(2 * KeyBytes, lowercase: true);
        ForgetScripts();
        Volatile.Write(ref _opened, new Opened(sale, Encoding.ASCII.GetBytes(key)));
        return key;
    }

    public void Close() => Volatile.Write(ref _opened, null);

    /// <summary>The rehearsal's sale, for a claim that names it and brings its key; null for every other.</summary>
    public CampaignRef? Of(string slug, string? key) =>
        ShadowSale.Is(slug) && key is { Length: 2 * KeyBytes } && Volatile.Read(ref _opened) is { } opened
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(key), opened.Key)
            ? opened.Sale
            : null;

    /// <summary>Claims that the store took for each second of its scripts, since <see cref="ForgetScripts"/>; null when there was none.</summary>
    public double? StorePerSecond =>
        Interlocked.Read(ref _microseconds) is > 0 and var us ? Interlocked.Read(ref _claims) * 1_000_000.0 / us : null;

    public void ForgetScripts()
    {
        Interlocked.Exchange(ref _claims, 0);
        Interlocked.Exchange(ref _microseconds, 0);
    }

    /// <summary>A batch of the rehearsal's claims has been sent and answered.</summary>
    internal void Sent(int claims, TimeSpan took)
    {
        Interlocked.Add(ref _claims, claims);
        Interlocked.Add(ref _microseconds, Math.Max(1, (long)took.TotalMicroseconds));
    }

    private sealed record Opened(CampaignRef Sale, byte[] Key);
}
