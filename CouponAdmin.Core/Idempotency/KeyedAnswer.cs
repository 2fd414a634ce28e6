namespace CouponAdmin.Core.Idempotency;

/// <summary>An answer as it is kept under a key.</summary>
/// <param name="Status">200–299: only what was done is kept.</param>
/// <param name="Body">Null: not kept, as it holds a secret or is too long.</param>
public sealed record KeyedAnswer(int Status, string? Location, string? Tag, string? ContentType, string? Body);

/// <summary>What a key means at this moment.</summary>
public abstract record KeyStanding
{
    private KeyStanding()
    {
    }

    /// <summary>The act is this request's to carry out.</summary>
    public sealed record Begun(KeyedAct Act) : KeyStanding;

    /// <summary>It was carried out, and this was the answer.</summary>
    public sealed record Answered(KeyedAnswer Answer) : KeyStanding;

    /// <summary>It was carried out, and its answer is not known: it held a secret, or the instance ended before it had answered.</summary>
    /// <param name="Location">What it made, where that is known.</param>
    public sealed record NotKept(string? Location) : KeyStanding;

    /// <summary>Another request with this key is being carried out.</summary>
    public sealed record InUse : KeyStanding;

    /// <summary>The key belongs to another question.</summary>
    public sealed record Reused : KeyStanding;
}
