using Xunit;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>One after the other: some hold the database that all of them share.</summary>
[CollectionDefinition(Name)]
public sealed class MemberTests
{
    public const string Name = "member's browser";
}
