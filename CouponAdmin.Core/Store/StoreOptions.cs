namespace CouponAdmin.Core.Store;

/// <summary>Which store. Empty <see cref="Redis"/> means the embedded one.</summary>
public sealed record StoreOptions
{
    public const string ConnectionStringName = "Redis";

    /// <summary><c>ConnectionStrings:Redis</c>, in StackExchange.Redis's format; empty: embedded.</summary>
    public string Redis { get; set; } = "";

    /// <summary>How long a command may stay unanswered before its connection's owner is told so.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(1.5);

    public bool IsEmbedded => string.IsNullOrWhiteSpace(Redis);
}
