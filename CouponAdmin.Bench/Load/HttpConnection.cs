using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CouponAdmin.Bench.Load;

/// <summary>One kept-alive HTTP/1.1 connection on a bare socket: generator and server share the machine, so the generator must cost little.</summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _out = new byte[RequestText.LengthMax];
    private readonly byte[] _in = new byte[16_384];
    private int _filled;

    public static async Task<HttpConnection> OpenAsync(int port)
    {
        HttpConnection connection = new();
        await connection._socket.ConnectAsync(IPAddress.Loopback, port);
        return connection;
    }

    /// <summary>Opens them in turn, so that no backlog overflows.</summary>
    public static async Task<HttpConnection[]> OpenAsync(int port, int count)
    {
        HttpConnection[] connections = new HttpConnection[count];
        for (int i = 0; i < count; i++)
        {
            connections[i] = await OpenAsync(port);
        }

        return connections;
    }

    /// <summary>Sends one request and reads its whole answer; gives the status.</summary>
    public async ValueTask<int> SendAsync(RequestText request, long sequence)
    {
        await StartAsync(request, sequence);
        int end;
        while ((end = EndOf(_in.AsSpan(0, _filled))) < 0)
        {
            await ReceiveAsync();
        }

        int status = StatusOf(_in);
        _filled = 0;
        return end > 0 ? status : throw new InvalidOperationException("An answer without an end.");
    }

    /// <summary>Sends a request whose answer is a stream; true when the text came by, false when no stream began.</summary>
    public async Task<bool> WaitForTextAsync(RequestText request, long sequence, ReadOnlyMemory<byte> text)
    {
        await StartAsync(request, sequence);
        return await WaitForMoreAsync(text);
    }

    /// <summary>Goes on with a stream until the text comes by; false when it ended before.</summary>
    public async Task<bool> WaitForMoreAsync(ReadOnlyMemory<byte> text)
    {
        while (_in.AsSpan(0, _filled).IndexOf(text.Span) < 0)
        {
            if (EndOf(_in.AsSpan(0, _filled)) > 0)
            {
                return false;
            }

            if (_filled == _in.Length)
            {
                // Progress and pings fill the buffer: only the tail can hold the beginning of the text.
                _in.AsSpan(_filled - text.Length).CopyTo(_in);
                _filled = text.Length;
            }

            await ReceiveAsync();
        }

        return true;
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask StartAsync(RequestText request, long sequence)
    {
        int length = request.Write(_out, sequence);
        for (int sent = 0; sent < length;)
        {
            sent += await _socket.SendAsync(_out.AsMemory(sent, length - sent));
        }

        _filled = 0;
    }

    private async ValueTask ReceiveAsync()
    {
        int got = await _socket.ReceiveAsync(_in.AsMemory(_filled));
        _filled += got > 0 ? got : throw new IOException($"The server closed the connection after: {Encoding.UTF8.GetString(_in.AsSpan(0, _filled))}");
    }

    private static int StatusOf(ReadOnlySpan<byte> answer) => ((answer[9] - '0') * 100) + ((answer[10] - '0') * 10) + answer[11] - '0';

    // Where the answer ends; -1 when more of it is to come.
    private static int EndOf(ReadOnlySpan<byte> answer)
    {
        int head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return -1;
        }

        ReadOnlySpan<byte> headers = answer[..head];
        int length = headers.IndexOf("Content-Length: "u8);
        if (length >= 0)
        {
            bool isNumber = Utf8Parser.TryParse(headers[(length + "Content-Length: ".Length)..], out int body, out _);
            return isNumber && answer.Length >= head + 4 + body ? head + 4 + body : -1;
        }

        return headers.IndexOf("Transfer-Encoding: chunked"u8) < 0 ? head + 4 : answer.EndsWith("\r\n0\r\n\r\n"u8) ? answer.Length : -1;
    }
}
