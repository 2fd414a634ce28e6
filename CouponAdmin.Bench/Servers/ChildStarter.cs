using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace CouponAdmin.Bench.Servers;

/// <summary>Starts every child from one thread that lives as long as the bench.</summary>
/// <remarks>The kernel sends a child its death signal when the thread that started it ends: on a pool thread that can be at any time.</remarks>
internal static class ChildStarter
{
    private static readonly BlockingCollection<Action> Starts = [];

    static ChildStarter() => new Thread(Work) { IsBackground = true, Name = "Child starter" }.Start();

    public static Task<Process> StartAsync(ProcessStartInfo info)
    {
        TaskCompletionSource<Process> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(info)!);
            }
            catch (Exception e) when (e is Win32Exception or InvalidOperationException)
            {
                started.SetException(e);
            }
        });
        return started.Task;
    }

    private static void Work()
    {
        foreach (Action start in Starts.GetConsumingEnumerable())
        {
            start();
        }
    }
}
