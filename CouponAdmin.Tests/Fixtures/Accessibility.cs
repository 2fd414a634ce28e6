using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Xunit;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>What axe finds wrong with the page that is open.</summary>
/// <remarks>The script is run in the page itself: the library's own way opens a second page for each look, which costs more than the look.</remarks>
internal static class Accessibility
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    public static async Task AssertAsync(IPage page)
    {
        if (await page.EvaluateAsync<bool>("() => !window.axe"))
        {
            await page.EvaluateAsync(Script);
        }

        string[] violations = await page.EvaluateAsync<string[]>("""
            async () => {
              // Colours on their way from one theme to the other are nobody's to read.
              await Promise.all(document.getAnimations().filter(a => a.effect.getComputedTiming().endTime < 5000).map(a => a.finished.catch(() => {})));
              return (await axe.run(document, { resultTypes: ['violations'] })).violations.map(violation =>
              `${violation.id}: ${violation.help}\n  ${violation.nodes.map(node => `${node.html} ${node.any.map(check => check.message).join(' ')}`).join('\n  ')}`);
            }
            """);
        Assert.Empty(violations);
    }
}
