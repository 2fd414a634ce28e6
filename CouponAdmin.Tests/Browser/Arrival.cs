using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CouponAdmin.Tests.Browser;

/// <summary>Waits until a page has come to an address.</summary>
internal static class Arrival
{
    // The steps that follow wait by themselves for what they need. Waiting for the page's "load" too missed it on a busy machine, when it came before the waiting began.
    private static readonly PageWaitForURLOptions OnceThere = new() { WaitUntil = WaitUntilState.Commit };

#pragma warning disable RS0030 // The one place that the others are sent to.
    /// <param name="address">A pattern, such as <c>**/admin</c>.</param>
    public static Task ArrivesAtAsync(this IPage page, string address) => page.WaitForURLAsync(address, OnceThere);

    public static Task ArrivesAtAsync(this IPage page, Regex address) => page.WaitForURLAsync(address, OnceThere);
#pragma warning restore RS0030
}
