namespace CouponAdmin.Web.Http;

/// <summary>Whether this instance was told to stop and goes on serving until balancers have learned of it.</summary>
internal sealed class InstanceEnd
{
    private int _isNear;

    public bool IsNear => Volatile.Read(ref _isNear) != 0;

    /// <summary>False where it had begun already.</summary>
    public bool TryBegin() => Interlocked.Exchange(ref _isNear, 1) == 0;
}

/// <summary>Near its end an instance closes each connection after the answer.</summary>
/// <remarks>A balancer keeps connections open for its next requests. One that is still open when the server closes loses the request that is on its way.</remarks>
internal static class ConnectionEnd
{
    private const string Close = "close";

    /// <summary>An upgrade writes its own word over this one; in HTTP/2 the server itself tells its clients to go.</summary>
    public static IApplicationBuilder UseConnectionEnd(this IApplicationBuilder app)
    {
        InstanceEnd end = app.ApplicationServices.GetRequiredService<InstanceEnd>();
        return app.Use((context, next) =>
        {
            if (end.IsNear && HttpProtocol.IsHttp11(context.Request.Protocol))
            {
                context.Response.Headers.Connection = Close;
            }

            return next(context);
        });
    }
}
