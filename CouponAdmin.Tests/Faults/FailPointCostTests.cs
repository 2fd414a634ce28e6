using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using CouponAdmin.Core.Results;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>What a step that could be armed costs while it isn't. The figure in docs/measurements/faults-2026-11.md is of a release build.</summary>
public sealed class FailPointCostTests(ITestOutputHelper output)
{
    private const int Calls = 50_000_000;
    private const int RoundsToCompile = 5;

    [Fact]
    public void Pass_WhenNothingIsArmed_AllocatesNothing()
    {
        Assert.True(string.IsNullOrEmpty(Environment.GetEnvironmentVariable(FailPoint.Variable)), "a step is armed");
        int calls = Environment.GetEnvironmentVariable(FaultPlan.CountVariable) is { Length: > 0 } ? Calls : 100_000;
        long with = 0, without = 0;
        (TimeSpan passing, TimeSpan plain) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (int round = 0; round < RoundsToCompile; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            passing = Least(passing, Timed(() => with = CountPassing(calls)));
            plain = Least(plain, Timed(() => without = CountPlain(calls)));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
        }

        Assert.Equal(without, with);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"FAULTS fail points | {calls:N0} calls | {Ns(passing):0.00} ns a turn with the check, {Ns(plain):0.00} ns without"));

        double Ns(TimeSpan took) => took.TotalNanoseconds / calls;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long CountPassing(int calls)
    {
        long sum = 0;
        for (int i = 0; i < calls; i++)
        {
            FailPoint.Pass(FailPoint.ClaimBeforeScript);
            sum += i ^ sum;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long CountPlain(int calls)
    {
        long sum = 0;
        for (int i = 0; i < calls; i++)
        {
            sum += i ^ sum;
        }

        return sum;
    }

    private static TimeSpan Timed(Action work)
    {
        long began = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(began);
    }

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
