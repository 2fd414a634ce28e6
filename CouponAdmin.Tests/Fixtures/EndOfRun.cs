namespace CouponAdmin.Tests.Fixtures;

/// <summary>What must not outlive the test run: child processes, temporary folders. Ended newest first when the process exits.</summary>
/// <remarks>A test process that is killed runs none of this: then the children's death signal and the next run's sweep of folders do the work.</remarks>
internal static class EndOfRun
{
    private static readonly Lock Gate = new();
    private static readonly List<IDisposable> Waiting = [];

    static EndOfRun() => AppDomain.CurrentDomain.ProcessExit += (_, _) => EndAll();

    public static void Add(IDisposable resource)
    {
        lock (Gate)
        {
            Waiting.Add(resource);
        }
    }

    public static void Remove(IDisposable resource)
    {
        lock (Gate)
        {
            Waiting.Remove(resource);
        }
    }

    private static void EndAll()
    {
        IDisposable[] last;
        lock (Gate)
        {
            last = [.. Waiting.AsEnumerable().Reverse()];
        }

        foreach (IDisposable resource in last)
        {
            resource.Dispose();
        }
    }
}
