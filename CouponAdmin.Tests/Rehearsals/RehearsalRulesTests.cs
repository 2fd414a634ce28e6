using CouponAdmin.Core.Rehearsals;
using CouponAdmin.Core.Results;
using Xunit;

namespace CouponAdmin.Tests.Rehearsals;

/// <summary>What a rehearsal may be asked for, and who does what in it.</summary>
public sealed class RehearsalRulesTests
{
    internal static RehearsalPlan Plan => new() { Crowd = 5_000, Curve = ArrivalCurve.Spike, Seconds = 1, People = RehearsalRules.PeopleMin, Connections = 20 };

    [Theory]
    [InlineData("crowd", 1, RehearsalRules.CrowdMax)]
    [InlineData("seconds", 1, RehearsalRules.SecondsMax)]
    [InlineData("people", RehearsalRules.PeopleMin, RehearsalRules.PeopleMax)]
    [InlineData("connections", 1, RehearsalRules.ConnectionsMax)]
    public void Check_AtItsBounds_TakesTheLastValueAndRefusesTheNext(string field, int min, int max)
    {
        Assert.Empty(RehearsalRules.Check(With(field, min)));
        Assert.Empty(RehearsalRules.Check(With(field, max)));
        Assert.All(new[] { min - 1, max + 1 }, value => Assert.Equal([new FieldProblem(field, FieldRule.OutOfRange, min, max)], RehearsalRules.Check(With(field, value))));
        Assert.Equal([new FieldProblem(field, FieldRule.Required)], RehearsalRules.Check(With(field, null)));
    }

    [Fact]
    public void Check_WhenNothingIsGiven_NamesEveryField()
    {
        Assert.Equal(["crowd", "curve", "seconds", "people", "connections"], RehearsalRules.Check(new RehearsalPlan()).Select(p => p.Field));
        Assert.Equal([new FieldProblem("curve", FieldRule.UnknownValue)], RehearsalRules.Check(Plan with { Curve = (ArrivalCurve)9 }));
    }

    [Theory]
    [InlineData(RehearsalRules.PeopleMin, 1_000, 100_000)]
    [InlineData(RehearsalRules.PeopleMax, 5, 1)]
    [InlineData(777, 2_000_000, RehearsalRules.CrowdMax)]
    public void Cast_OfAnyPeople_SendsEachOnceAndHasACouponForWhoeverIsToWin(int people, int quantity, int crowd)
    {
        RehearsalCast cast = RehearsalCast.Of(people, new SaleAhead(quantity, crowd, ArrivalCurve.Even, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)));

        Assert.Equal(people, cast.People);
        Assert.All(new[] { cast.WarmUp, cast.Rush, cast.Crowd, cast.SoldOut }, part => Assert.True(part >= RehearsalCast.Slices, $"{cast}"));
        Assert.InRange(cast.CrowdWinners, 0, cast.Crowd);
        Assert.Equal(Math.Min(cast.Crowd, (long)cast.Crowd * quantity / crowd), cast.CrowdWinners);
        Assert.Equal(cast.WarmUp + cast.Rush + cast.CrowdWinners, cast.Quantity);
    }

    private static RehearsalPlan With(string field, int? value) => field switch
    {
        "crowd" => Plan with { Crowd = value },
        "seconds" => Plan with { Seconds = value },
        "people" => Plan with { People = value },
        _ => Plan with { Connections = value },
    };
}
