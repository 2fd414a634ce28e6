using System.Net;
using System.Net.Sockets;
using Garnet;
using Garnet.common;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>Opens a Garnet server on a folder and a loopback port.</summary>
internal static class EmbeddedServer
{
    /// <exception cref="GarnetException">The port is taken, or the folder can't be recovered.</exception>
    public static GarnetServer Open(string folder, int port, string password, ILoggerFactory loggers)
    {
        GarnetServer server = new(EmbeddedStoreFlags.For(folder, port, password), loggers);
        try
        {
            server.Start();
            return server;
        }
        catch
        {
            server.Dispose(deleteDir: false);
            throw;
        }
    }

    /// <summary>A StackExchange.Redis configuration with the password.</summary>
    public static string AddressOf(int port, string password) => new ConfigurationOptions
    {
        EndPoints = { new IPEndPoint(IPAddress.Loopback, port) },
        Password = password,
        AbortOnConnectFail = false,
    }.ToString(includePassword: true);

    /// <summary>A port that is free now; another process may take it before Garnet does.</summary>
    public static int FindFreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public static bool IsPortTaken(GarnetException refusal) =>
        refusal.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse };
}
