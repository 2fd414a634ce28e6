using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace CouponAdmin.Tests.Faults;

/// <summary>One connection through a <see cref="FaultProxy"/>: two directions, each with its limit.</summary>
internal sealed class FaultLink(FaultProxy proxy, Socket client, LineCut cut) : IDisposable
{
    private const int ChunkBytes = 16 * 1024;
    private const int ChunksMax = 64;

    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    // What the product's connections call themselves begins so, and ends with the line.
    private static ReadOnlySpan<byte> NameBegins => "coupon-admin-"u8;

    /// <summary>A replica has asked for the stream of changes on this connection.</summary>
    public bool IsReplication { get; private set; }

    /// <summary>The name that an instance of the product gave this connection; empty: not yet, or it is somebody else's.</summary>
    public string Client { get; private set; } = "";

    /// <summary>Connects on and carries both ways until both sides are done, one breaks, or a limit is reached.</summary>
    public async Task RunAsync(int target)
    {
        try
        {
            client.NoDelay = true;
            await proxy.FlowingAsync();
            await _server.ConnectAsync(IPAddress.Loopback, target);
            await Task.WhenAll(CarryAsync(client, _server, cut.Up), CarryAsync(_server, client, cut.Down));
            Dispose();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException or ChannelClosedException)
        {
            // Whatever broke one side breaks the other.
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Both ends see "connection reset".</summary>
    public void Reset()
    {
        foreach (Socket socket in (Socket[])[client, _server])
        {
            try
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Closed already.
            }
        }

        Dispose();
    }

    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
    }

    private async Task CarryAsync(Socket from, Socket to, long limit)
    {
        Channel<(long Due, byte[] Bytes)> line = Channel.CreateBounded<(long, byte[])>(ChunksMax);
        Task arriving = DeliverAsync(line.Reader, to, limit);
        try
        {
            byte[] buffer = new byte[ChunkBytes];
            while (await from.ReceiveAsync(buffer) is > 0 and int read)
            {
                if (from == client)
                {
                    Recognise(buffer.AsSpan(0, read));
                }

                TimeSpan delay = IsReplication && from == _server ? proxy.Delay + proxy.ReplicationDelay : proxy.Delay;
                await line.Writer.WriteAsync((Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency), buffer[..read]));
            }
        }
        finally
        {
            line.Writer.TryComplete();
        }

        await arriving;
    }

    private void Recognise(ReadOnlySpan<byte> said)
    {
        IsReplication |= said.IndexOf("PSYNC"u8) >= 0;
        if (Client.Length == 0 && said.IndexOf(NameBegins) is >= 0 and int at)
        {
            ReadOnlySpan<byte> name = said[at..];
            int end = name.IndexOf((byte)'\r');
            Client = Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
        }
    }

    private async Task DeliverAsync(ChannelReader<(long Due, byte[] Bytes)> line, Socket to, long limit)
    {
        long delivered = 0;
        try
        {
            await foreach ((long due, byte[] bytes) in line.ReadAllAsync())
            {
                TimeSpan late = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
                if (late > TimeSpan.Zero)
                {
                    await Task.Delay(late);
                }

                await proxy.FlowingAsync(this);
                int passes = (int)Math.Min(bytes.Length, limit - delivered);
                for (int sent = 0; sent < passes;)
                {
                    sent += await to.SendAsync(bytes.AsMemory(sent, passes - sent));
                }

                delivered += passes;
                if (passes < bytes.Length)
                {
                    // Ended in order, so that what came before the limit arrives for certain; what follows is swallowed.
                    to.Shutdown(SocketShutdown.Send);
                    limit = delivered;
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            // The sender of this direction waits in a receive: only a reset wakes it.
            Reset();
            throw;
        }
    }
}
