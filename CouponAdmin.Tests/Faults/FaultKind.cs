namespace CouponAdmin.Tests.Faults;

/// <summary>One kind of fault that several instances on a replicated store must stand.</summary>
/// <param name="Name">As tables show it.</param>
/// <param name="SuiteIn">The modes in which the suite runs it; the long form runs it wherever it means something.</param>
/// <param name="StrikeAsync">Does it, and ends when service may be expected again: the new master is there, the line is whole, the process is gone.</param>
internal sealed record FaultKind(string Name, FaultModes SuiteIn, Func<FaultScene, Task> StrikeAsync)
{
    public FaultModes MeansSomethingIn { get; init; } = FaultModes.Sentinel | FaultModes.Cluster;

    /// <summary>How far replicas are behind.</summary>
    public int LagMs { get; init; } = 20;

    /// <summary>Claims at once; 1: each after the answer to the one before, by another instance.</summary>
    public int Clients { get; init; } = FaultedSale.Clients;

    /// <summary>Members in the rush.</summary>
    public int Crowd { get; init; } = 400;

    /// <summary>Coupons.</summary>
    public int Quantity { get; init; } = 300;

    /// <summary>Only members of a list may claim, and the list must stand the fault as well.</summary>
    public bool IsListed { get; init; }

    /// <summary>Before the rush: what the fault will need.</summary>
    public Func<FaultScene, Task> PrepareAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>After the rush: what is left of the fault, such as a server that wakes.</summary>
    public Func<FaultScene, Task> MendAsync { get; init; } = _ => Task.CompletedTask;

    public override string ToString() => Name;
}

[Flags]
internal enum FaultModes
{
    Sentinel = 1,
    Cluster = 2,
}
