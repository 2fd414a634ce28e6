using System.Net;
using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>How each connection to the store behaves, and what it calls itself there.</summary>
public static class StoreConnectionOptions
{
    internal const string ClaimsPurpose = "claims";
    private const string ClientNamePrefix = "coupon-admin-";

    /// <summary>The instance behind a connection for claims, by the name that the connection gave itself; null for any other connection.</summary>
    public static string? InstanceBehind(string? clientName) =>
        clientName?.StartsWith($"{ClientNamePrefix}{ClaimsPurpose}@", StringComparison.Ordinal) == true ? clientName[(ClientNamePrefix.Length + ClaimsPurpose.Length + 1)..] : null;

    /// <summary>For a connection with this purpose.</summary>
    internal static ConfigurationOptions Of(ConfigurationOptions configuration, string purpose, TimeSpan commandTimeout)
    {
        ConfigurationOptions options = configuration.Clone();
        options.ClientName = $"{ClientNamePrefix}{purpose}@{InstanceName.Value}";
        options.AbortOnConnectFail = false;
        options.AsyncTimeout = (int)commandTimeout.TotalMilliseconds;
        options.SyncTimeout = options.AsyncTimeout;
        options.ConnectTimeout = 2_000;

        // Reading the server's durability (CONFIG GET) counts as administration; what would harm a shared store is banned by the build.
        options.AllowAdmin = true;

        // After a restart of the server clients are back in about a second; with the library's own values it takes three.
        options.ReconnectRetryPolicy = new LinearRetry(200);
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(200);

        // Waiting for a connection is the caller's decision: a claim that can't be sent now is answered now.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        return options;
    }

    /// <summary>The same, but to the server that the Sentinels name; unchanged where none is named.</summary>
    internal static ConfigurationOptions ToMaster(ConfigurationOptions configuration, EndPoint? named)
    {
        if (named is null)
        {
            return configuration;
        }

        ConfigurationOptions options = configuration.Clone();
        options.ServiceName = null;
        options.EndPoints.Clear();
        options.EndPoints.Add(named);
        return options;
    }
}
