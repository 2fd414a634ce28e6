using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>A server that was confirmed as the master of its part of the keys.</summary>
/// <param name="RunId">Another one with each start of the server's process.</param>
/// <param name="Replicas">How many replicas must have a claim before it is acknowledged; 0: none.</param>
public sealed record StoreMaster(IServer Server, string RunId, int Replicas);

/// <summary>A write reached the master, but too few replicas in time: it may stand or be lost, so it isn't acknowledged.</summary>
public sealed class TooFewReplicasException(long reached, int wanted)
    : RedisException($"Only {reached} of {wanted} replicas had the write in time.");
