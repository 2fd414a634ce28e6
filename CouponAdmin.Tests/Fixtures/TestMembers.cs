namespace CouponAdmin.Tests.Fixtures;

/// <summary>Members that exist by their name alone.</summary>
internal static class TestMembers
{
    public static string Name(int number) => $"member-{number:D7}";

    public static IEnumerable<string> Take(int count, int from = 1) => Enumerable.Range(from, count).Select(Name);
}
