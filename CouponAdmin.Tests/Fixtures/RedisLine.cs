using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>One question to a server of the Redis family, past every client library: its whole answer as text.</summary>
internal static class RedisLine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The protocol's own lines; "" from a server that is away or silent.</summary>
    public static async Task<string> AskAsync(int port, string command)
    {
        using CancellationTokenSource patience = new(Patience);
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, port, patience.Token);
            await using NetworkStream stream = client.GetStream();
            await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{command}\r\n")), patience.Token);

            // A Sentinel knows no QUIT; the end of the questions ends the connection after the answer.
            client.Client.Shutdown(SocketShutdown.Send);
            using StreamReader reader = new(stream);
            return await reader.ReadToEndAsync(patience.Token);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return "";
        }
    }

    /// <summary>The value of one line <c>name:value</c> of INFO; null where there is none.</summary>
    public static async Task<string?> InfoAsync(int port, string section, string name)
    {
        string text = await AskAsync(port, $"INFO {section}");
        return text.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..];
    }
}
