using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Store;

/// <summary>Two stores beside one database would each sell the whole quantity. So the store holds an id, the database remembers it, and an instance that comes with another is refused.</summary>
/// <remarks>An empty store at the known address may have lost its data or be another one of the same name, so those who serve are asked whether they still reach the id.</remarks>
internal sealed partial class StoreIdentityCheck(IKnownStore database, StoreMark mark, StoreOptions options, TimeProvider time, ILogger<StoreIdentityCheck> log)
{
    /// <summary>How often a serving instance looks for questions.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer is waited for: three looks of everybody else.</summary>
    private static readonly TimeSpan AskFor = 3 * LookEvery;

    private static readonly TimeSpan AskAgainEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Each attempt ends, or finds that another instance was faster.</summary>
    private const int AttemptsMax = 5;

    /// <summary>The command that makes this store the database's, whatever the database knew.</summary>
    public bool AcceptsAny { get; set; }

    /// <summary>There can be one instance only: nothing is left to watch once it has started.</summary>
    public bool IsAlone => database.IsInOneFolder;

    /// <summary>The store that this instance serves from; null before the check.</summary>
    public StoreIdentity? Served { get; private set; }

    /// <summary>The store that another took the place of at this check; null where none did.</summary>
    public StoreIdentity? Former { get; private set; }

    /// <summary>Returns when the store is the database's own.</summary>
    /// <exception cref="StoreRefusedException">It is another; the message names the two.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (await TryAsync(cancellationToken))
            {
                return;
            }
        }

        throw new StoreRefusedException("The database's store changed again and again while this instance looked. Start it again when the others stand.");
    }

    /// <summary>For an instance that serves: gives an id that was lost under a standing connection back, and answers those who ask.</summary>
    /// <param name="isSameServer">The connection was never lost since the last look, so an empty store is the known one without its data.</param>
    /// <returns>False: the store must be checked before anything else is sent to it.</returns>
    public async Task<bool> LookAsync(bool isSameServer, CancellationToken cancellationToken)
    {
        string? held = await mark.ReadAsync();
        if (held is null && isSameServer && Served is { } lost)
        {
            held = await mark.MakeAsync(lost.Id);
        }

        if (held is null || held != Served?.Id)
        {
            return false;
        }

        if (await database.FindAsync(cancellationToken) is not { } known || known.Id != held)
        {
            return false;
        }

        await database.AnswerAllAsync(InstanceName.Value, cancellationToken);
        return true;
    }

    // False: another instance wrote first, so everything is read anew.
    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        string? held = await mark.ReadAsync();
        StoreIdentity? known = await database.FindAsync(cancellationToken);
        if (known is not null && held == known.Id)
        {
            Served = known;
            return true;
        }

        bool isGivenUp = known is null || AcceptsAny || IsAlone || known.Id.Equals(options.Replaces, StringComparison.OrdinalIgnoreCase);
        if (isGivenUp)
        {
            return await TakeAsync(known, held ?? await mark.MakeAsync(), cancellationToken);
        }

        if (held is null && known!.Address.Equals(mark.Address, StringComparison.OrdinalIgnoreCase))
        {
            return await TakeOverAsync(known, cancellationToken);
        }

        throw Other(known!, held, "");
    }

    private async Task<bool> TakeAsync(StoreIdentity? known, string held, CancellationToken cancellationToken)
    {
        StoreIdentity now = new(held, mark.Address, time.GetUtcNow());
        if (!await database.ReplaceAsync(known, now, cancellationToken))
        {
            return false;
        }

        (Served, Former) = (now, known);
        if (known is not null)
        {
            LogReplaced(log, known, now);
        }

        return true;
    }

    // The address is the known one and the id is gone: the store lost its data, or another one stands at the same address. Whoever still reaches the id knows.
    private async Task<bool> TakeOverAsync(StoreIdentity known, CancellationToken cancellationToken)
    {
        LogAsking(log, known.Id, AskFor.TotalSeconds);
        if (await AskAsync(cancellationToken) is { } instance)
        {
            return await mark.ReadAsync() == known.Id ? false : throw Other(known, held: null, $" The instance {instance} reaches the known one at this moment.");
        }

        // The row changes before the store does: of two that found nothing at once, one wins here, and the other asks again.
        StoreIdentity renewed = known with { Since = time.GetUtcNow() };
        if (!await database.ReplaceAsync(known, renewed, cancellationToken))
        {
            return false;
        }

        LogTakenOver(log, known.Id);
        await mark.MakeAsync(known.Id);
        return false;
    }

    private async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        Guid question = Guid.NewGuid();
        await database.AskAsync(question, cancellationToken);
        try
        {
            long asked = time.GetTimestamp();
            string? answer = null;
            while (answer is null && time.GetElapsedTime(asked) < AskFor)
            {
                await Task.Delay(AskAgainEvery, time, cancellationToken);
                answer = await database.AnswerToAsync(question, cancellationToken);
            }

            return answer;
        }
        finally
        {
            await database.WithdrawAsync(question, CancellationToken.None);
        }
    }

    private StoreRefusedException Other(StoreIdentity known, string? held, string more) => new(
        $"This instance reaches another store than the one that its database knows. The database knows the store {known}. "
        + $"This instance reaches {mark.Address}, where {(held is null ? "an empty store is" : $"the store '{held}' is")}.{more} Two stores beside one database would each sell the whole quantity. "
        + $"Mend ConnectionStrings:Redis. If the known store is gone for good, stop every instance and run: dotnet CouponAdmin.Web.dll accept-store (or set {StoreOptions.ReplacesSetting} to {known.Id}).");

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store holds no id, and the database knows '{Id}' at this address. Asking the other instances for {Seconds} s whether they reach it.")]
    private static partial void LogAsking(ILogger logger, string id, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody reaches the store '{Id}' elsewhere: it lost its data, and takes its id again. Its campaigns are loaded from the database.")]
    private static partial void LogTakenOver(ILogger logger, string id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database's store was {Former}. It is now {Now}.")]
    private static partial void LogReplaced(ILogger logger, StoreIdentity former, StoreIdentity now);
}
