using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>Free ports below the range that outgoing connections take theirs from (32768 and up): a server that was killed finds its port free.</summary>
internal static class LoopbackPorts
{
    private const int First = 20_000;
    private const int End = 32_000;
    private const int TriesMax = 200;

    private static readonly HashSet<int> Given = [];

    public static int Take()
    {
        for (int tries = 0; tries < TriesMax; tries++)
        {
            int port = RandomNumberGenerator.GetInt32(First, End);
            if (IsFree(port) && GiveOnce(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No free loopback port between {First} and {End} after {TriesMax} tries.");
    }

    private static bool GiveOnce(int port)
    {
        lock (Given)
        {
            return Given.Add(port);
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
