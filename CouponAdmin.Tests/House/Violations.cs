using Xunit.Sdk;

namespace CouponAdmin.Tests.House;

internal static class Violations
{
    /// <summary>Shows all of them at once; <c>Assert.Empty</c> would cut them short.</summary>
    public static void None(IEnumerable<string> found)
    {
        string[] all = [.. found];
        if (all.Length > 0)
        {
            throw new XunitException($"{all.Length} against the house rules:\n{string.Join('\n', all)}");
        }
    }
}
