namespace CouponAdmin.Web.Http;

/// <summary>A failure told to a person: programs get problem details, a browser that asked for a page or sent a form gets a page.</summary>
internal interface ITroublePages
{
    /// <summary>Whether the request is a browser's look at a page, or a form that it sends.</summary>
    bool AreFor(HttpContext context);

    /// <summary>The page for a status from 400 on.</summary>
    IResult Of(HttpContext context, int status);
}
