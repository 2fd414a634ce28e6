using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Attacks;

/// <summary>Connections that send byte by byte, stand still or send far too much: each is ended by its limit, and an honest member beside them is served all the while.</summary>
public sealed class SlowConnectionTests : IAsyncLifetime
{
    private const int SlowOnes = 200;
    private const int StalledOnes = 50;
    private static readonly TimeSpan EndedWithin = TimeSpan.FromSeconds(30);

    private static readonly SharedServer<RunningProduct> Limited = new(() => RunningProduct.StartAsync(
        Setup.Embedded, ("Limits__HeadersWithin", "00:00:02"), ("Limits__BodyBytesPerSecond", "1000"), ("Limits__BodyGrace", "00:00:01.5"),
        ("Limits__BodyBytes", "32768"), ("Limits__HeaderBytes", "8192")));

    private RunningProduct _product = null!;

    public async Task InitializeAsync() => _product = await Limited.GetAsync();
    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Crowd_OfSlowConnections_IsEndedAndHindersNobody()
    {
        string slug = SaleClient.FreshSlug("slow");
        await _product.Sale.OpenAsync(SaleClient.Draft(slug, quantity: 10_000), _product.Tokens.Operator());
        using CancellationTokenSource over = new();
        Task<string[]> slow = Task.WhenAll(
            Enumerable.Range(0, SlowOnes).Select(_ => DripAsync("GET /api/v1/campaigns HTTP/1.1\r\nHost: x\r\nX-Slow: "))
                .Concat(Enumerable.Range(0, StalledOnes).Select(_ => DripAsync("", Head("POST", SaleClient.Admin, 1_000) + "{"))));
        Task<int> honest = ClaimUntilAsync(slug, over.Token);

        string[] ends = await slow.WaitAsync(EndedWithin);
        await over.CancelAsync();

        // 408, or cut: never an answer to what was not asked whole.
        Assert.All(ends, end => Assert.True(end.Length == 0 || end.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), end));
        Assert.True(await honest > 5, "The honest member was not served.");
    }

    [Fact]
    public async Task Request_WhenItIsTooLarge_IsRefusedByTheNumberOfItsKind()
    {
        string many = string.Concat(Enumerable.Range(0, 150).Select(i => $"X-{i}: 1\r\n"));
        (string Expected, string Sent)[] large =
        [
            ("431", $"GET / HTTP/1.1\r\nHost: x\r\nX-Large: {new string('a', 20_000)}\r\n\r\n"),
            ("431", $"GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n"),
            ("414", $"GET /{new string('a', 20_000)} HTTP/1.1\r\nHost: x\r\n\r\n"),
            ("413", Head("POST", SaleClient.Admin, 1_000_000) + new string('x', 100)),
            ("413", Head("POST", SaleClient.Admin, null) + string.Concat(Enumerable.Repeat($"1000\r\n{new string('x', 4_096)}\r\n", 9))),
            ("400", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"),
            ("400", "POST /api/v1/admin/campaigns HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd"),
            ("400", "GET / HTTP/1.1\r\n\r\n"),
            ("400", "GET / HTTP/1.1\r\nHost: x\r\nX-Folded: a\0b\r\n\r\n"),
        ];
        foreach ((string expected, string sent) in large)
        {
            string answer = await DripAsync("", sent);
            Assert.True(answer.StartsWith($"HTTP/1.1 {expected}", StringComparison.Ordinal), $"{expected} expected for {sent[..Math.Min(sent.Length, 80)]}: {answer}");
        }
    }

    [Fact]
    public async Task Circuit_WhenAMessageIsTooLarge_IsClosed()
    {
        using ClientWebSocket socket = new();
        socket.Options.SetRequestHeader("Origin", _product.App.Address.GetLeftPart(UriPartial.Authority));
        socket.Options.SetRequestHeader("Authorization", $"Bearer {_product.Tokens.Viewer()}");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{_product.App.Address.Port}/_blazor"), CancellationToken.None);
        await socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

        // The same message twice, for a method that nobody has: what differs is its length alone.
        Task end = ReadToTheEndAsync(socket);
        await socket.SendAsync(Invocation(10_000), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        await Task.WhenAny(end, Task.Delay(TimeSpan.FromSeconds(2)));
        Assert.False(end.IsCompleted, "A message of honest length ended the circuit.");
        await socket.SendAsync(Invocation(100_000), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

        await end.WaitAsync(EndedWithin);
        Assert.NotEqual(WebSocketState.Open, socket.State);
    }

    // An invocation of the hub's protocol (MessagePack: type 1, no headers, no answer wanted, method x, one text) behind its length in 7-bit groups.
    private static byte[] Invocation(int length)
    {
        byte[] message = [0x95, 0x01, 0x80, 0xC0, 0xA1, (byte)'x', 0x91, 0xDB, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. Enumerable.Repeat((byte)'a', length)];
        List<byte> prefix = [];
        int left = message.Length;
        for (; left > 0x7F; left >>= 7)
        {
            prefix.Add((byte)(left & 0x7F | 0x80));
        }

        return [.. prefix, (byte)left, .. message];
    }

    private static async Task ReadToTheEndAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[4_096];
        try
        {
            while ((await socket.ReceiveAsync(buffer, CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // Cut: closed too.
        }
    }

    private string Head(string method, string path, int? length) =>
        $"{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {_product.Tokens.Operator()}\r\n"
        + $"Content-Type: application/json\r\n{(length is { } bytes ? $"Content-Length: {bytes}" : "Transfer-Encoding: chunked")}\r\n\r\n";

    // Sends the first part at once and the second byte by byte until the server answers or cuts; gives what it answered.
    private async Task<string> DripAsync(string dripped, string atOnce = "")
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, _product.App.Address.Port);
        await using NetworkStream stream = client.GetStream();
        using CancellationTokenSource ended = new();
        Task<string> answer = ReadAsync(stream);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(atOnce));
            foreach (byte b in Encoding.ASCII.GetBytes(dripped).Concat(dripped.Length == 0 ? [] : Enumerable.Repeat((byte)'a', 100)))
            {
                await stream.WriteAsync(new[] { b });
                if (await Task.WhenAny(answer, Task.Delay(TimeSpan.FromSeconds(1), ended.Token)) == answer)
                {
                    break;
                }
            }
        }
        catch (IOException)
        {
            // Cut while sending.
        }

        await ended.CancelAsync();
        return await answer.WaitAsync(EndedWithin);
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        byte[] buffer = new byte[2_048];
        try
        {
            return Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private async Task<int> ClaimUntilAsync(string slug, CancellationToken over)
    {
        int served = 0;
        for (; !over.IsCancellationRequested; served++)
        {
            (await _product.Sale.ClaimAsync(slug, _product.Tokens.Member($"honest-{served}"))).Is(202);
            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        }

        return served;
    }
}
