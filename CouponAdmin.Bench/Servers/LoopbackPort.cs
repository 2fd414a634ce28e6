using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace CouponAdmin.Bench.Servers;

/// <summary>A free port below the range that outgoing connections take theirs from.</summary>
internal static class LoopbackPort
{
    private const int First = 12_000;
    private const int End = 19_900;

    public static int Take()
    {
        while (true)
        {
            int port = RandomNumberGenerator.GetInt32(First, End);
            try
            {
                using TcpListener listener = new(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
