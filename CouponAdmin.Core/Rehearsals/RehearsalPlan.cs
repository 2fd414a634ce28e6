using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Rehearsals;

/// <summary>What an operator asks a rehearsal for. Null is "not given".</summary>
public sealed record RehearsalPlan
{
    /// <summary>People who are expected at the real sale.</summary>
    public int? Crowd { get; set; }

    public ArrivalCurve? Curve { get; set; }

    /// <summary>From the first of them to the last.</summary>
    public int? Seconds { get; set; }

    /// <summary>People who are sent in the rehearsal.</summary>
    public int? People { get; set; }

    /// <summary>Connections that they share.</summary>
    public int? Connections { get; set; }
}

/// <summary>The bounds of a rehearsal: it may load the product, and never take it over.</summary>
public static class RehearsalRules
{
    /// <summary>The largest crowd that is forecast.</summary>
    public const int CrowdMax = 10_000_000;

    /// <summary>Fewer measure nothing.</summary>
    public const int PeopleMin = 200;

    /// <summary>As many rows are written and removed again.</summary>
    public const int PeopleMax = 20_000;

    /// <summary>The longest time that a real crowd's arrival may take; the rehearsal itself never lets people come for longer than <see cref="CrowdLastsMax"/>.</summary>
    public const int SecondsMax = 3_600;

    public const int ConnectionsMax = 200;

    /// <summary>Whatever the store does, a rehearsal ends after so long.</summary>
    public static readonly TimeSpan LastsMax = TimeSpan.FromMinutes(3);

    /// <summary>Its crowd comes within this time, faster than the real one where that takes longer.</summary>
    public static readonly TimeSpan CrowdLastsMax = TimeSpan.FromSeconds(30);

    /// <summary>How often the instance that runs it gives a sign.</summary>
    public static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(1);

    /// <summary>After so long without a sign its instance is taken for dead, and what it left is removed.</summary>
    public static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(20);

    /// <summary>Reports kept of one campaign; an older one makes room.</summary>
    public const int KeptMax = 20;

    /// <summary>All broken rules at once, by the fields' names.</summary>
    public static IReadOnlyList<FieldProblem> Check(RehearsalPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return
        [
            .. Number("crowd", plan.Crowd, 1, CrowdMax),
            .. plan.Curve is null ? new[] { new FieldProblem("curve", FieldRule.Required) }
                : Enum.IsDefined(plan.Curve.Value) ? [] : new[] { new FieldProblem("curve", FieldRule.UnknownValue) },
            .. Number("seconds", plan.Seconds, 1, SecondsMax),
            .. Number("people", plan.People, PeopleMin, PeopleMax),
            .. Number("connections", plan.Connections, 1, ConnectionsMax),
        ];
    }

    private static IEnumerable<FieldProblem> Number(string field, int? value, int min, int max) => value switch
    {
        null => [new FieldProblem(field, FieldRule.Required)],
        _ when value < min || value > max => [new FieldProblem(field, FieldRule.OutOfRange, min, max)],
        _ => [],
    };
}
