using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Http;

/// <summary>A write of the interface that leans on a cookie must come from a page of this site; a program's bearer token can't be sent by another site's page.</summary>
internal sealed class SameOriginWrites : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpRequest request = context.HttpContext.Request;
        bool isWrite = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        bool hasToken = request.Headers.Authorization.Count > 0;
        return isWrite && !hasToken && !SameOrigin.IsFormPost(request)
            ? ValueTask.FromResult<object?>(Problems.Make(
                StatusCodes.Status403Forbidden, "foreign-origin", "A write with a cookie must come from a page of this site; programs send a bearer token."))
            : next(context);
    }
}
