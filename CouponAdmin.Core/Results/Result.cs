using System.Diagnostics.CodeAnalysis;

namespace CouponAdmin.Core.Results;

/// <summary>What a use case gives: its value, or the expected refusal. Broken infrastructure throws instead.</summary>
/// <typeparam name="T">The value of the good case.</typeparam>
public sealed class Result<T>
    where T : class
{
    private Result(T? value, Refusal? refusal, bool isInForce = true) => (Value, Refusal, IsInForce) = (value, refusal, isInForce);

    /// <summary>The value, or null when the use case was refused.</summary>
    public T? Value { get; }

    /// <summary>Why it was refused, or null when it wasn't.</summary>
    public Refusal? Refusal { get; }

    /// <summary>False: the act is committed, and takes effect by itself as soon as the store answers. Never told as a refusal, as doing it again would be wrong.</summary>
    public bool IsInForce { get; }

    /// <summary>An act that is committed while the store doesn't know of it yet; the books check brings it there.</summary>
    internal static Result<T> Saved(T value, bool isInForce) => new(value, refusal: null, isInForce);

    /// <summary>Gives the value when there is one; otherwise <paramref name="refusal"/> says why not.</summary>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Refusal? refusal)
    {
        (value, refusal) = (Value, Refusal);
        return value is not null;
    }

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Refusal refusal) => new(null, refusal);
}
