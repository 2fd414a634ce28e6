using System.Globalization;
using CouponAdmin.Tests.Fixtures;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Faults;

/// <summary>A store whose masters have replicas and give their place to them: real processes. Each server is known by the port of its line, so that replication can lag and break.</summary>
internal abstract class ReplicatedStore : IAsyncDisposable
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private Member? _frozen;

    /// <summary>As the product is told.</summary>
    public abstract string ConnectionString { get; }

    /// <summary>Where the claims are at this moment, for the oracle.</summary>
    public abstract string OracleConnectionString { get; }

    /// <summary>What replicas hear arrives this much later.</summary>
    public TimeSpan Lag
    {
        set => Members.ForEach(member => member.Line.ReplicationDelay = value);
    }

    public virtual string Output => string.Join('\n', Members.Select(m => m.Server.Output));

    protected List<Member> Members { get; } = [];

    /// <summary>The master of the key that <see cref="AimAsync"/> named.</summary>
    protected abstract Member Master { get; }

    /// <summary>Those that may take its place.</summary>
    protected IEnumerable<Member> Others => Members.Where(m => m.Shard == Master.Shard && m != Master);

    /// <summary>Which key's master the faults are for, where there are several masters.</summary>
    public virtual Task AimAsync(RedisKey key) => Task.CompletedTask;

    /// <summary>The master's machine dies: what was under way to its replicas never arrives.</summary>
    public async Task KillMasterAsync()
    {
        Master.Line.ResetReplication();
        await Master.Server.KillAsync();
    }

    /// <summary>One of its replicas dies.</summary>
    public Task KillReplicaAsync() => Others.First().Server.KillAsync();

    /// <summary>The master stands still, its connections stay open.</summary>
    public void FreezeMaster()
    {
        _frozen = Master;
        Master.Server.Freeze();
    }

    /// <summary>Whoever was frozen goes on, still believing what it was.</summary>
    public void Thaw()
    {
        _frozen?.Server.Thaw();
        _frozen = null;
    }

    /// <summary>Nothing passes between the master and its replicas; everybody else reaches all of them.</summary>
    public void PartReplicas() => Members.ForEach(member => member.Line.Silence(link => link.IsReplication));

    /// <summary>Nothing passes between this instance and any server.</summary>
    public void PartInstance(string name) => Members.ForEach(member => member.Line.Silence(link => link.Client.EndsWith(name, StringComparison.Ordinal)));

    /// <summary>All reach each other again.</summary>
    public void Join() => Members.ForEach(member => member.Line.Flow());

    /// <summary>The lines to the replicas break once; what was held back for them never arrives that way.</summary>
    public Task<string> ResetReplicationAsync()
    {
        Master.Line.ResetReplication();
        return WhenWellAsync();
    }

    /// <summary>Waits until another server has the master's place, on everybody's word and its own.</summary>
    public abstract Task WhenFailedOverAsync();

    /// <summary>An operator moves the master while it lives.</summary>
    public abstract Task FailOverAsync();

    /// <summary>Whoever is down is started again and follows the present master; then all is as at the start.</summary>
    public async Task RestoreAsync()
    {
        Lag = TimeSpan.Zero;
        Join();
        Thaw();
        foreach (Member member in Members.Where(m => m.Server.HasExited))
        {
            await member.Server.StartAgainAsync();
            await ReturnAsync(member);
        }

        await WhenWellAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        Thaw();
        foreach (IAsyncDisposable part in (IAsyncDisposable[])[.. Members.Select(m => m.Line), .. Members.Select(m => m.Server)])
        {
            await part.DisposeAsync();
        }
    }

    /// <summary>Gives a server that was started again its place.</summary>
    protected abstract Task ReturnAsync(Member member);

    /// <summary>Waits until every server has its place and its replicas follow.</summary>
    protected abstract Task<string> WhenWellAsync();

    /// <summary>Neither dead nor frozen.</summary>
    protected bool IsUp(Member member) => member != _frozen && !member.Server.HasExited;

    protected static Task<string?> RoleAsync(Member member) => RedisLine.InfoAsync(member.Server.Port, "replication", "role");

    protected static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    /// <param name="Shard">Whose slots it serves; 0 where there is one master.</param>
    protected sealed record Member(RedisServer Server, FaultProxy Line, int Shard = 0);
}
