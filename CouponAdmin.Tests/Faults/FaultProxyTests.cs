using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Faults;

/// <summary>The line itself, against an echo on loopback: a fault that doesn't happen would prove nothing.</summary>
public sealed class FaultProxyTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private TcpListener _echo = null!;
    private FaultProxy _proxy = null!;

    public Task InitializeAsync()
    {
        _echo = Listen();
        _ = EchoAllAsync();
        _proxy = FaultProxy.To(((IPEndPoint)_echo.LocalEndpoint).Port);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _echo.Dispose();
    }

    [Fact]
    public async Task Line_WhenNothingIsWrong_CarriesEverythingBothWaysAndEnds()
    {
        using TcpClient client = await ConnectAsync();
        NetworkStream stream = client.GetStream();
        byte[] sent = [.. Enumerable.Range(0, 300_000).Select(i => (byte)i)];
        Task sending = stream.WriteAsync(sent).AsTask();
        byte[] back = new byte[sent.Length];
        await stream.ReadExactlyAsync(back).AsTask().WaitAsync(Patience);
        await sending;
        Assert.Equal(sent, back);

        client.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await stream.ReadAsync(back).AsTask().WaitAsync(Patience));
        await Eventually.HoldsAsync(() => _proxy.OpenLinks, open => open == 0);
    }

    [Fact]
    public async Task Line_WhenLate_DelaysEachWayAndKeepsTheOrder()
    {
        _proxy.Delay = TimeSpan.FromMilliseconds(150);
        using TcpClient client = await ConnectAsync();
        long began = Stopwatch.GetTimestamp();
        Assert.Equal("first second", await AskAsync(client, "first second"));
        Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(300), "both ways are late");
    }

    [Theory, InlineData(3, 100, "abc"), InlineData(100, 2, "ab"), InlineData(100, 0, "")]
    public async Task Line_WhenCutAfterSomeBytes_DeliversExactlyThose(long up, long down, string arrives)
    {
        _proxy.CutOf = () => new LineCut(up, down);
        using TcpClient client = await ConnectAsync();
        await client.GetStream().WriteAsync("abcdef"u8.ToArray());
        Assert.Equal(arrives, await ReadToEndAsync(client));
        _proxy.CutOf = () => LineCut.Never;
        using TcpClient next = await ConnectAsync();
        Assert.Equal("whole", await AskAsync(next, "whole"));
    }

    [Fact]
    public async Task Line_WhenSilent_HoldsEverythingBackUntilItFlows()
    {
        using TcpClient client = await ConnectAsync();
        Assert.Equal("before", await AskAsync(client, "before"));
        _proxy.Blackhole();
        _proxy.Blackhole();
        using TcpClient late = await ConnectAsync();
        Task<string>[] asked = [AskAsync(client, "during"), AskAsync(late, "opened")];
        await Assert.ThrowsAsync<TimeoutException>(() => Task.WhenAny(asked).WaitAsync(TimeSpan.FromMilliseconds(200)));

        _proxy.Flow();
        Assert.Equal(["during", "opened"], await Task.WhenAll(asked).WaitAsync(Patience));
    }

    /// <summary>An instance is cut off by the name that it gives its connections, those that it opens meanwhile as well; others go on.</summary>
    [Fact]
    public async Task Line_WhenOneClientIsSilenced_HoldsBackItsConnectionsAlone()
    {
        const string Parted = "SETNAME coupon-admin-claims@host:1\r\n", Other = "SETNAME coupon-admin-claims@host:11\r\n";
        using TcpClient parted = await ConnectAsync();
        using TcpClient other = await ConnectAsync();
        Assert.Equal(Parted, await AskAsync(parted, Parted));
        Assert.Equal(Other, await AskAsync(other, Other));
        _proxy.Silence(link => link.Client.EndsWith("@host:1", StringComparison.Ordinal));
        using TcpClient late = await ConnectAsync();
        Task<string>[] asked = [AskAsync(parted, "during"), AskAsync(late, Parted)];
        Assert.Equal("goes on", await AskAsync(other, "goes on"));
        await Assert.ThrowsAsync<TimeoutException>(() => Task.WhenAny(asked).WaitAsync(TimeSpan.FromMilliseconds(200)));

        _proxy.Flow();
        Assert.Equal(["during", Parted], await Task.WhenAll(asked).WaitAsync(Patience));
    }

    [Fact]
    public async Task Line_WhenReset_BreaksWhatIsOpenAndServesTheNext()
    {
        using TcpClient client = await ConnectAsync();
        Assert.Equal("before", await AskAsync(client, "before"));
        _proxy.ResetAll();
        await Assert.ThrowsAsync<IOException>(() => client.GetStream().ReadExactlyAsync(new byte[1]).AsTask().WaitAsync(Patience));
        using TcpClient next = await ConnectAsync();
        Assert.Equal("after", await AskAsync(next, "after"));
    }

    private static TcpListener Listen()
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static async Task<string> AskAsync(TcpClient client, string text)
    {
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
        byte[] back = new byte[text.Length];
        await client.GetStream().ReadExactlyAsync(back).AsTask().WaitAsync(Patience);
        return Encoding.ASCII.GetString(back);
    }

    // A reset may take along what had arrived but wasn't read yet, so every byte is taken as it comes.
    private static async Task<string> ReadToEndAsync(TcpClient client)
    {
        StringBuilder text = new();
        byte[] one = new byte[1];
        try
        {
            while (await client.GetStream().ReadAsync(one).AsTask().WaitAsync(Patience) > 0)
            {
                text.Append((char)one[0]);
            }
        }
        catch (IOException)
        {
            // Cut.
        }

        return text.ToString();
    }

    private async Task<TcpClient> ConnectAsync()
    {
        TcpClient client = new() { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, _proxy.Port);
        return client;
    }

    private async Task EchoAllAsync()
    {
        try
        {
            while (true)
            {
                _ = EchoAsync(await _echo.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private static async Task EchoAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await client.GetStream().CopyToAsync(client.GetStream());
            }
            catch (IOException)
            {
                // Cut.
            }
        }
    }
}
