using System.Security.Cryptography;
using Garnet;
using Garnet.common;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Store;

/// <summary>
/// A Redis-protocol server (Microsoft Garnet) inside this process, on a loopback port of its own, with a password of its own.
/// It is reached through StackExchange.Redis like any other store; an acknowledged write has been synced to the log on disk.
/// One process owns the data directory: another one that opens it gets <see cref="DataDirectoryInUseException"/>.
/// </summary>
/// <remarks>It keeps a log and takes no checkpoints, so <see cref="EmbeddedStoreCopy"/> shortens the log by copying what lives.</remarks>
public sealed partial class EmbeddedStore : IAsyncDisposable
{
    private const int PortAttemptsMax = 8;
    private const long Kilobyte = 1024;

    /// <summary>Garnet blocks pool threads while it waits for the log. With the pool's usual minimum, one per core, a few connections hold it up for seconds.</summary>
    private const int PoolThreadsMin = 64;

    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly DataDirectoryLock _ownership;
    private readonly EmbeddedStoreFolders _folders;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _log;
    private readonly Func<int> _findFreePort;
    private GarnetServer? _server;
    private int _port;
    private bool _isDisposed;

    private EmbeddedStore(DataDirectoryLock ownership, ILoggerFactory loggers, Func<int> findFreePort)
    {
        _findFreePort = findFreePort;
        _ownership = ownership;
        _folders = new EmbeddedStoreFolders(ownership.Directory);
        _loggers = new WarningsOnlyLoggers(loggers);
        _log = loggers.CreateLogger<EmbeddedStore>();
    }

    /// <summary>A StackExchange.Redis configuration with the password; the same before and after a restart.</summary>
    public string ConnectionString => EmbeddedServer.AddressOf(_port, _password);

    /// <summary>Bytes of its folder on the disk.</summary>
    public long Bytes => _folders.Bytes;

    /// <summary>The version of the server's library, such as <c>2.2.8</c>.</summary>
    public string Version { get; } = typeof(GarnetServer).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>Takes the directory, recovers what was written there and serves; returns when connections are accepted.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process (or another store of this one) uses the directory.</exception>
    public static Task<EmbeddedStore> StartAsync(string dataDirectory, ILoggerFactory loggers, CancellationToken ct) =>
        StartAsync(dataDirectory, loggers, EmbeddedServer.FindFreePort, ct);

    /// <inheritdoc cref="StartAsync(string, ILoggerFactory, CancellationToken)"/>
    internal static async Task<EmbeddedStore> StartAsync(
        string dataDirectory, ILoggerFactory loggers, Func<int> findFreePort, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataDirectory);
        ArgumentNullException.ThrowIfNull(loggers);

        EmbeddedStore store = new(DataDirectoryLock.Take(dataDirectory), loggers, findFreePort);
        try
        {
            RaisePoolThreads();
            store._folders.TidyUp();
            await store.OpenAsync(ct);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Disposes the server and starts it again on the same port: for a disk that was full and has space again, which Garnet doesn't notice.
    /// Acknowledged writes survive. Claims fail meanwhile, and until the clients have connected again (up to 3 s with their defaults).
    /// If it throws, the store is stopped and this may be called again.
    /// </summary>
    public async Task RestartAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            // The directory may belong to another process by now.
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            await CloseAsync();
            await OpenAsync(ct);
            LogRestarted(_port);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>True when the folder is larger than that, and twice as large as after the last shortening: another one would help.</summary>
    public bool IsGrownTo(long bytes) => bytes > 0 && Bytes >= bytes && Bytes >= 2 * _folders.BytesWhenCopied;

    /// <summary>Shortens the store; if that fails, the log says why, and the store goes on as it was. False then.</summary>
    public async Task<bool> TryShortenAsync(CancellationToken ct)
    {
        try
        {
            await ShortenAsync(ct);
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // Whatever it was, such as a full disk: a store that is larger than it must be is no reason to serve nobody.
            LogNotShortened(e);
            return false;
        }
    }

    /// <summary>
    /// Copies what lives in the store into a fresh folder and goes on with that: the log otherwise keeps every write for good.
    /// Claims fail meanwhile, for some seconds with a million claims. If the copy fails, the store goes on as it was.
    /// </summary>
    internal async Task ShortenAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            await CloseAsync();
            long before = Bytes;
            try
            {
                int keys = await EmbeddedStoreCopy.RunAsync(_folders, _password, _loggers, ct);
                _folders.UseCopy();
                LogShortened(keys, before / Kilobyte, Bytes / Kilobyte);
            }
            finally
            {
                _folders.TidyUp();
                await OpenAsync(CancellationToken.None);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops the server and gives the directory back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _isDisposed = true;
            await CloseAsync();
            _ownership.Dispose();
        }
        finally
        {
            _turn.Release();
        }
    }

    private static void RaisePoolThreads()
    {
        ThreadPool.GetMinThreads(out int workers, out int completions);
        ThreadPool.SetMinThreads(Math.Max(workers, PoolThreadsMin), Math.Max(completions, PoolThreadsMin));
    }

    private async Task OpenAsync(CancellationToken ct)
    {
        for (int attempt = 1; ; attempt++)
        {
            ct.ThrowIfCancellationRequested();

            // Clients know the port after the first start, so a restart has no other to try.
            bool isFirstStart = _port == 0;
            int port = isFirstStart ? _findFreePort() : _port;
            try
            {
                // Recovery blocks for as long as there is log to replay, so it runs on the pool.
                _server = await Task.Run(() => EmbeddedServer.Open(_folders.Current, port, _password, _loggers), CancellationToken.None);
                _port = port;
                return;
            }
            catch (GarnetException refusal) when (isFirstStart && attempt < PortAttemptsMax && EmbeddedServer.IsPortTaken(refusal))
            {
                LogPortTaken(port, attempt);
            }
        }
    }

    private async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _server, null) is { } server)
        {
            await Task.Run(() => server.Dispose(deleteDir: false));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The embedded store serves again on port {Port}")]
    private partial void LogRestarted(int port);

    [LoggerMessage(Level = LogLevel.Information, Message = "The embedded store was shortened from {Before} KB to {After} KB ({Keys} keys)")]
    private partial void LogShortened(int keys, long before, long after);

    [LoggerMessage(Level = LogLevel.Error, Message = "The embedded store could not be shortened; it goes on as it was, and it is tried again.")]
    private partial void LogNotShortened(Exception reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Port {Port} was taken by another process (attempt {Attempt})")]
    private partial void LogPortTaken(int port, int attempt);
}
