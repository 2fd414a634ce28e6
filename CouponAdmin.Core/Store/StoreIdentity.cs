namespace CouponAdmin.Core.Store;

/// <summary>A store, as people tell it from another: it holds the id, and the database remembers all three.</summary>
/// <param name="Id">Random, made once for each store.</param>
/// <param name="Address">How it is reached: hosts and ports, or the folder of an embedded one; with the machine's name where the address means another place on another machine.</param>
/// <param name="Since">When it was first met.</param>
public sealed record StoreIdentity(string Id, string Address, DateTimeOffset Since)
{
    public override string ToString() => $"'{Id}', reached as {Address}, since {Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
}

/// <summary>What the database says of the store beside it, and the questions that instances ask each other there.</summary>
public interface IKnownStore
{
    /// <summary>Store and database are two files in one folder, which one process owns: there can't be another instance.</summary>
    bool IsInOneFolder { get; }

    /// <summary>The store that belongs to this database; null before the first.</summary>
    Task<StoreIdentity?> FindAsync(CancellationToken cancellationToken);

    /// <summary>Writes down another store. False: somebody else was first.</summary>
    /// <param name="known">What was read before; null: nothing.</param>
    /// <param name="now">What is written.</param>
    Task<bool> ReplaceAsync(StoreIdentity? known, StoreIdentity now, CancellationToken cancellationToken);

    /// <summary>Asks all instances whether they reach a store with the known id.</summary>
    Task AskAsync(Guid question, CancellationToken cancellationToken);

    /// <summary>Who answered; null while nobody has.</summary>
    Task<string?> AnswerToAsync(Guid question, CancellationToken cancellationToken);

    Task WithdrawAsync(Guid question, CancellationToken cancellationToken);

    /// <summary>Answers every open question: this instance reaches it.</summary>
    Task AnswerAllAsync(string instance, CancellationToken cancellationToken);
}
