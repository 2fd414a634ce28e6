using System.Globalization;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Garnet;
using Microsoft.Extensions.Logging.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>The embedded server with the product's own flags, save those that a test plants otherwise: the product has no switch for them.</summary>
internal sealed class TestGarnet : IAsyncDisposable
{
    private const string Password = "planted";
    private const int ThreadsMin = 64;

    private readonly GarnetServer _server;
    private readonly TestDirectory? _own;
    private readonly int _port;
    private bool _isDisposed;

    private TestGarnet(GarnetServer server, int port, string directory, TestDirectory? own) =>
        (_server, _port, DataDirectory, _own) = (server, port, directory, own);

    public string DataDirectory { get; }

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port},password={Password},abortConnect=false");

    /// <param name="planted">Flags with the value that they must not have.</param>
    /// <param name="directory">Where data of an earlier one stands; null: a new folder.</param>
    public static TestGarnet Start(IReadOnlyList<(string Flag, string Value)> planted, string? directory = null)
    {
        ThreadPool.GetMinThreads(out int workers, out int completions);
        ThreadPool.SetMinThreads(Math.Max(workers, ThreadsMin), Math.Max(completions, ThreadsMin));
        TestDirectory? own = directory is null ? new TestDirectory("garnet") : null;
        string folder = directory ?? own!.Path;
        int port = LoopbackPorts.Take();
        string[] flags = EmbeddedStoreFlags.For(Path.Combine(folder, "store"), port, Password);
        foreach ((string flag, string value) in planted)
        {
            int at = Array.IndexOf(flags, flag);
            Assert.True(at >= 0, $"{flag} is not one of the product's flags");
            flags[at + 1] = value;
        }

        GarnetServer server = new(flags, NullLoggerFactory.Instance);
        server.Start();
        return new TestGarnet(server, port, folder, own);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await Task.Run(() => _server.Dispose(deleteDir: false));
            _own?.Dispose();
        }
    }
}
