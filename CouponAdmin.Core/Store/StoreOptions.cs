namespace CouponAdmin.Core.Store;

/// <summary>Which store. Empty <see cref="Redis"/> means the embedded one.</summary>
public sealed record StoreOptions
{
    public const string ConnectionStringName = "Redis";

    /// <summary>Setting of <see cref="IsEmbeddedMeant"/>.</summary>
    public const string EmbeddedSetting = "Store:Embedded";

    /// <summary>Setting of <see cref="Replaces"/>.</summary>
    public const string ReplacesSetting = "Store:Replaces";

    /// <summary><c>ConnectionStrings:Redis</c>, in StackExchange.Redis's format; empty: embedded.</summary>
    public string Redis { get; set; } = "";

    /// <summary>How long a command may stay unanswered before its connection's owner is told so.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>The embedded store is meant, though the database is a server that other instances could share.</summary>
    public bool IsEmbeddedMeant { get; set; }

    /// <summary>The id of the store that this one takes the place of; empty: of none.</summary>
    public string Replaces { get; set; } = "";

    /// <summary>Setting of <see cref="Replicas"/>: <c>auto</c> or a number.</summary>
    public const string ReplicasSetting = "Store:Replicas";

    /// <summary>The largest number of replicas that may be waited for.</summary>
    public const int ReplicasMax = 5;

    /// <summary>How many replicas must have a claim before it is acknowledged, up to 5; <c>auto</c>: one where the master has any.</summary>
    public int? Replicas { get; set; }

    /// <summary>Setting of <see cref="CertificateAuthority"/>.</summary>
    public const string CertificateAuthoritySetting = "Store:CertificateAuthority";

    /// <summary>A PEM file with the authority that signs the certificates of the store's servers and Sentinels; empty: the system's own authorities.</summary>
    public string CertificateAuthority { get; set; } = "";

    /// <summary>Setting of <see cref="EmbeddedMegabytes"/>.</summary>
    public const string EmbeddedMegabytesSetting = "Store:EmbeddedMegabytes";

    /// <summary>Some five million claims: recovery at the next start takes less than ten seconds.</summary>
    public const int EmbeddedMegabytesDefault = 200;

    /// <summary>
    /// Size of the embedded store's folder, in MB, from which it is shortened at a start, or while no sale is open or opens within 15 minutes.
    /// 0: never. A million claims are some 40 MB.
    /// </summary>
    public int EmbeddedMegabytes { get; set; } = EmbeddedMegabytesDefault;

    internal long EmbeddedBytes => EmbeddedMegabytes * 1024L * 1024L;

    public bool IsEmbedded => string.IsNullOrWhiteSpace(Redis);
}
