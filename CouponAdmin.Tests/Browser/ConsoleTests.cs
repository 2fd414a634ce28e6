namespace CouponAdmin.Tests.Browser;

/// <summary>The console in a browser, one after the other: some look at all sales, or hold the database, of the site that they share.</summary>
[CollectionDefinition(Name)]
public sealed class ConsoleTests
{
    public const string Name = "console in a browser";
}
