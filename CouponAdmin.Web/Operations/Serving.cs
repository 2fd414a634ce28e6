using System.Net.Sockets;
using System.Security.Cryptography;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Http;

namespace CouponAdmin.Web.Operations;

/// <summary>Runs the server. What keeps it from listening is in the settings of its addresses and certificates.</summary>
internal static class Serving
{
    /// <exception cref="SettingException">It can't listen; the message says why.</exception>
    public static async Task ServeAsync(this WebApplication app)
    {
        // Taken now: the host is disposed of when its run has ended.
        IHostApplicationLifetime lifetime = app.Lifetime;
        try
        {
            await app.RunAsync();
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new SettingException("It was told to stop while it started.");
        }
        catch (Exception e) when (!lifetime.ApplicationStarted.IsCancellationRequested && Explain(e) is { } reason)
        {
            throw new SettingException(reason, e);
        }
    }

    /// <summary>Only for what the server's own start throws: elsewhere the same types mean something else.</summary>
    internal static string? Explain(Exception exception) => exception switch
    {
        DataDirectoryInUseException => null,
        FormatException => $"An address can't be read: {exception.Message} Set ASPNETCORE_URLS to one such as http://*:8080.",
        SocketException => $"The address can't be listened on: {exception.Message}. Check ASPNETCORE_URLS.",
        FileNotFoundException or DirectoryNotFoundException or CryptographicException =>
            $"The certificate of an https address can't be used: {exception.Message} Check Kestrel:Certificates and Kestrel:Endpoints.",
        InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" or "Microsoft.AspNetCore.Server.Kestrel" } =>
            $"The server can't listen: {exception.Message}",
        _ => null,
    };
}
