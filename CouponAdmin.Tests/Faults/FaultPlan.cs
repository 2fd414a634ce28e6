using System.Globalization;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>How many faults a test injects, and the random source that chooses them. What it prints is what <c>eng/faults.sh</c> gathers.</summary>
/// <remarks>The suite takes few faults and always the same seed; the long form takes many and a new one. A printed seed replays the schedule.</remarks>
internal sealed class FaultPlan
{
    public const string CountVariable = "COUPONADMIN_FAULT_COUNT";
    public const string SeedVariable = "COUPONADMIN_FAULT_SEED";

    /// <summary>Parts of the names of the kinds of faults that the long form shall run, parted by commas; unset: all.</summary>
    public const string KindsVariable = "COUPONADMIN_FAULT_KINDS";

    /// <summary>Replicas of each master of the Redis Cluster.</summary>
    public const string ReplicasVariable = "COUPONADMIN_FAULT_REPLICAS";

    private const int SeedOfTheSuite = 20261122;

    private FaultPlan(int count, int seed) => (Count, Seed, Random) = (count, seed, new Random(seed));

    /// <summary>The long form: every kind of fault in every mode in which it means something.</summary>
    public static bool IsLong => Number(CountVariable) is not null;

    public static int ReplicasOfAMaster => Number(ReplicasVariable) ?? 1;

    public int Count { get; }

    public int Seed { get; }

    public Random Random { get; }

    /// <param name="few">Faults in the suite.</param>
    /// <param name="many">Faults for each one that the long form was asked for; some kinds are cheap.</param>
    public static FaultPlan Of(int few, int many = 1)
    {
        int? count = Number(CountVariable);
        return new FaultPlan(count is { } wanted ? wanted * many : few, Number(SeedVariable) ?? SeedOfTheSuite);
    }

    /// <summary>Whether the long form was asked for this kind.</summary>
    public static bool Wants(string kind) => Environment.GetEnvironmentVariable(KindsVariable) is not { Length: > 0 } wanted
        || wanted.Split(',').Any(part => kind.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>One line for the reader of a run, with the bound that k faults without a failure give (the rule of three).</summary>
    public void Report(ITestOutputHelper output, string promise, string what, string measured) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"FAULTS {promise} | {what} | k = {Count} | bound {Math.Min(1.0, 3.0 / Count):P1} | seed {Seed} | {measured}"));

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
