using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>Waits for a state by asking again. The one place in the tests that lets time pass.</summary>
internal static class Eventually
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until the answer holds and returns that answer; after the deadline the test fails with the last one.</summary>
    /// <param name="about">What else the failure should show, such as a server's output.</param>
    public static async Task<T> HoldsAsync<T>(
        Func<Task<T>> ask,
        Predicate<T> holds,
        TimeSpan? within = null,
        Func<string>? about = null,
        [CallerArgumentExpression(nameof(holds))] string condition = "")
    {
        TimeSpan deadline = within ?? DefaultDeadline;
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            T answer = await ask();
            if (holds(answer))
            {
                return answer;
            }

            if (Stopwatch.GetElapsedTime(began) >= deadline)
            {
                throw new XunitException($"Not within {deadline}: {condition}\nLast answer: {answer?.ToString() ?? "null"}\n{about?.Invoke()}");
            }

            await Task.Delay(Pause);
        }
    }

    public static Task<T> HoldsAsync<T>(
        Func<T> ask,
        Predicate<T> holds,
        TimeSpan? within = null,
        Func<string>? about = null,
        [CallerArgumentExpression(nameof(holds))] string condition = "") =>
        HoldsAsync(() => Task.FromResult(ask()), holds, within, about, condition);
}
