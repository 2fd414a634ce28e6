namespace CouponAdmin.Tests.Fixtures;

/// <summary>One server for the whole run, started when first asked for and ended with the process. A failed start is tried again.</summary>
internal sealed class SharedServer<T>(Func<Task<T>> start)
    where T : class
{
    private readonly Lock _gate = new();
    private Task<T>? _server;

    public Task<T> GetAsync()
    {
        lock (_gate)
        {
            return _server is null or { IsFaulted: true } ? _server = start() : _server;
        }
    }
}
