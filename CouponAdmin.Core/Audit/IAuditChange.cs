namespace CouponAdmin.Core.Audit;

/// <summary>The values that an entry keeps, written as JSON. The name of every property has its words in the console, which a test goes over.</summary>
public interface IAuditChange;

/// <summary>What was, and what became of it; people are shown what differs.</summary>
internal sealed record Changed<T>(T Before, T After) : IAuditChange
    where T : IAuditChange;

/// <summary>Something new: there was nothing before.</summary>
internal sealed record Made<T>(Nothing Before, T After) : IAuditChange
    where T : IAuditChange
{
    public Made(T after)
        : this(new Nothing(), after)
    {
    }
}

/// <summary>No values at all.</summary>
internal sealed record Nothing;
