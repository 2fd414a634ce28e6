using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Http;

/// <summary>303 after a form's post, so that reloading what follows never posts again.</summary>
internal static class SeeOther
{
    public static StatusCodeHttpResult To(HttpContext context, string address)
    {
        context.Response.Headers.Location = address;
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }
}
