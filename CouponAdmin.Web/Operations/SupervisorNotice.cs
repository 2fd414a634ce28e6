using System.Net.Sockets;
using System.Text;

namespace CouponAdmin.Web.Operations;

/// <summary>Tells systemd, where a unit of <c>Type=notify</c> started this process, what the process is at. The protocol is that of sd_notify(3): one datagram a word.</summary>
/// <remarks>The framework's package for systemd would take the handling of signals too, which <see cref="RollingStop"/> has.</remarks>
internal static class SupervisorNotice
{
    public const string Serving = "READY=1";
    public const string Stopping = "STOPPING=1";

    /// <summary>Where systemd listens: a path, or a name in the abstract space, written with @ in front. systemd alone sets it.</summary>
    private const string Variable = "NOTIFY_SOCKET";

    /// <summary>Without systemd nothing happens. One that doesn't take the word is logged by nobody: it says so itself, when its own time-out ends.</summary>
    public static void Send(string word)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 1 } place)
        {
            return;
        }

        try
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.UTF8.GetBytes(word), new UnixDomainSocketEndPoint(place[0] == '@' ? $"\0{place[1..]}" : place));
        }
        catch (SocketException)
        {
            // The process serves all the same.
        }
    }
}
