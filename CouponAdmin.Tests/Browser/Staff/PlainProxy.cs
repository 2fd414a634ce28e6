using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Browser.Staff;

/// <summary>A reverse proxy as many are set up first: it passes requests on one by one, without the headers that belong to one connection. So no web socket gets through.</summary>
internal sealed class PlainProxy : IAsyncDisposable
{
    private const int HeadBytesMax = 64 * 1024;
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    private readonly TcpListener _listener;
    private readonly int _port;
    private readonly string? _host;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    /// <param name="port">Where the product listens.</param>
    /// <param name="host">Sent as the request's host; null: what the browser sent.</param>
    public PlainProxy(int port, string? host = null)
    {
        (_port, _host) = (port, host);
        int own = LoopbackPorts.Take();
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{own}"));
        _listener = new TcpListener(IPAddress.Loopback, own);
        _listener.Start();
        _accepting = AcceptAllAsync();
    }

    public Uri Address { get; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token), _end.Token);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The end.
            }
        }
    }

    // One request a connection: the product is told to close after its answer.
    private async Task ServeAsync(TcpClient browser, CancellationToken end)
    {
        try
        {
            using (browser)
            using (TcpClient product = new())
            {
                await product.ConnectAsync(IPAddress.Loopback, _port, end);
                (NetworkStream near, NetworkStream far) = (browser.GetStream(), product.GetStream());
                (string head, byte[] begun) = await ReadHeadAsync(near, end);
                await far.WriteAsync(Encoding.ASCII.GetBytes(Passed(head)), end);
                await far.WriteAsync(begun, end);
                await Task.WhenAny(near.CopyToAsync(far, end), far.CopyToAsync(near, end));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // Either side is gone.
        }
    }

    private string Passed(string head)
    {
        IEnumerable<string> kept = head.Split("\r\n").Where(line => !Is(line, "Upgrade") && !Is(line, "Connection"))
            .Select(line => _host is not null && Is(line, "Host") ? $"Host: {_host}" : line);
        return string.Join("\r\n", kept) + "\r\nConnection: close\r\n\r\n";
    }

    private static bool Is(string line, string header) => line.StartsWith(header + ":", StringComparison.OrdinalIgnoreCase);

    private static async Task<(string Head, byte[] Begun)> ReadHeadAsync(NetworkStream from, CancellationToken end)
    {
        byte[] buffer = new byte[HeadBytesMax];
        int length = 0;
        while (length < buffer.Length)
        {
            int read = await from.ReadAsync(buffer.AsMemory(length), end);
            length += read;
            int at = buffer.AsSpan(0, length).IndexOf(EndOfHead);
            if (at >= 0)
            {
                return (Encoding.ASCII.GetString(buffer, 0, at), buffer[(at + EndOfHead.Length)..length]);
            }

            if (read == 0)
            {
                break;
            }
        }

        throw new IOException("No whole request head came.");
    }
}
