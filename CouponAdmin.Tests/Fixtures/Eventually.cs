using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>Waits for a state by asking again. The one place in the tests that lets time pass.</summary>
internal static class Eventually
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);

    // What comes soon is seen soon. What takes seconds is asked for less often: a question costs the process that is waited for, and the tests beside it, processor time.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LaterPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>Asks until the answer holds and returns that answer; after the deadline the test fails with the last one.</summary>
    /// <param name="about">What else the failure should show, such as a server's output.</param>
    /// <param name="pause">Between two questions, where a moment must be met; null: short at first, longer later.</param>
    public static async Task<T> HoldsAsync<T>(
        Func<Task<T>> ask,
        Predicate<T> holds,
        TimeSpan? within = null,
        Func<string>? about = null,
        TimeSpan? pause = null,
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

            TimeSpan waited = Stopwatch.GetElapsedTime(began);
            if (waited >= deadline)
            {
                throw new XunitException($"Not within {deadline}: {condition}\nLast answer: {answer?.ToString() ?? "null"}\n{about?.Invoke()}");
            }

            await Task.Delay(pause ?? (waited < Soon ? FirstPause : LaterPause));
        }
    }

    public static Task<T> HoldsAsync<T>(
        Func<T> ask,
        Predicate<T> holds,
        TimeSpan? within = null,
        Func<string>? about = null,
        TimeSpan? pause = null,
        [CallerArgumentExpression(nameof(holds))] string condition = "") =>
        HoldsAsync(() => Task.FromResult(ask()), holds, within, about, pause, condition);
}
