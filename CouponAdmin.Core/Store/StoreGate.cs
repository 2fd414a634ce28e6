namespace CouponAdmin.Core.Store;

/// <summary>Where the store stands, as this process knows it.</summary>
public enum StoreCondition
{
    /// <summary>Not tested yet, or away since the start: no claim is sent.</summary>
    Starting,
    Serving,

    /// <summary>It answers, but its scripts are not atomic: no claim is ever sent.</summary>
    Refused,

    /// <summary>It answers, but it isn't the store that the database knows, or that is being found out: no claim is sent.</summary>
    Foreign,
}

/// <summary>Opens once the store has passed the self-test; until then claims are answered without it.</summary>
public sealed class StoreGate
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StoreCondition _condition;

    public StoreCondition Condition => IsBarred ? StoreCondition.Foreign : _condition;

    /// <summary>The store stopped being the database's own, or it isn't known whether it is.</summary>
    public bool IsBarred { get; private set; }

    /// <summary>What a crash of the store can cost, in plain words, such as <c>every claim is on disk before it is answered</c>.</summary>
    public StoreDurability Durability { get; private set; } = StoreDurability.Unknown;

    /// <summary>The sentence why the store has not let this instance in since its start; null: it has, or is away.</summary>
    public string? Denial { get; private set; }

    public bool IsServing => Condition == StoreCondition.Serving;

    /// <summary>Ends when the store serves.</summary>
    public Task WhenServingAsync(CancellationToken cancellationToken) => _opened.Task.WaitAsync(cancellationToken);

    internal void Open(StoreDurability durability)
    {
        (Durability, _condition, Denial) = (durability, StoreCondition.Serving, null);
        _opened.TrySetResult();
    }

    internal void Deny(string sentence) => Denial = sentence;

    internal void Refuse() => _condition = StoreCondition.Refused;

    internal void Bar(bool isBarred) => IsBarred = isBarred;
}
