using System.Numerics;
using CouponAdmin.Core.Campaigns;
using CsCheck;

namespace CouponAdmin.Tests.Campaigns;

/// <summary>What a coupon takes off, in the currency's smallest unit.</summary>
public sealed class BenefitTests
{
    private static readonly Gen<long> Orders = Gen.OneOf(Gen.Long[0, 100_000], Gen.Long[0, CampaignDraftRules.OrderAmountMax]);

    private static readonly Gen<Benefit> Benefits = Gen.OneOf(
        Gen.Select(Gen.Int[1, 100], Gen.Long[1, CampaignDraftRules.AmountMax], Gen.Bool, (percent, most, hasMost) => new Benefit(BenefitKind.Percent, percent, "KRW") { Maximum = hasMost ? most : null }),
        Gen.Long[1, CampaignDraftRules.AmountMax].Select(value => new Benefit(BenefitKind.Amount, value, "KRW")),
        Gen.Const(new Benefit(BenefitKind.FreeText, 0) { Text = "a bag" }));

    [Theory]
    [InlineData(BenefitKind.Percent, 10, null, 19_999, 1_999)]
    [InlineData(BenefitKind.Percent, 10, 1_000L, 19_999, 1_000)]
    [InlineData(BenefitKind.Percent, 100, null, 1, 1)]
    [InlineData(BenefitKind.Percent, 1, null, 99, 0)]
    [InlineData(BenefitKind.Amount, 3_000, null, 2_999, 2_999)]
    [InlineData(BenefitKind.Amount, 3_000, null, 3_001, 3_000)]
    [InlineData(BenefitKind.FreeText, 0, null, 10_000, 0)]
    public void Discount_OfAnOrder_IsRoundedDownAndBounded(BenefitKind kind, long value, long? maximum, long order, long discount) =>
        Assert.Equal(discount, new Benefit(kind, value, "KRW") { Maximum = maximum }.DiscountOn(order));

    [Fact]
    public void Discount_OfAnyOrder_IsWhatExactArithmeticSays() => Gen.Select(Benefits, Orders).Sample((benefit, order) =>
    {
        BigInteger exact = benefit.Kind switch
        {
            BenefitKind.Percent => BigInteger.Min((BigInteger)order * benefit.Value / 100, benefit.Maximum ?? long.MaxValue),
            BenefitKind.Amount => benefit.Value,
            BenefitKind.FreeText => 0,
        };
        long discount = benefit.DiscountOn(order);
        Assert.Equal(BigInteger.Min(exact, order), discount);
        Assert.InRange(discount, 0, order);
    });

    [Fact]
    public void Amount_WhenWrittenByPeopleAndReadAgain_IsTheSame() => Gen.Select(Gen.Long[0, CampaignDraftRules.OrderAmountMax], Gen.OneOf(Gen.Const("KRW"), Gen.Const("USD"), Gen.Const("KWD"))).Sample(
        (amount, currency) => Assert.Equal(amount, Currencies.ToSmallest(Currencies.ToWhole(amount, currency), currency)));

    [Theory]
    [InlineData("10.5", "USD", 1_050L)]
    [InlineData("10.505", "USD", null)]
    [InlineData("10.505", "KWD", 10_505L)]
    [InlineData("0.5", "KRW", null)]
    [InlineData("3000", "JPY", 3_000L)]
    public void ToSmallest_WhenFinerThanTheCurrency_GivesNothing(string whole, string currency, long? smallest) =>
        Assert.Equal(smallest, Currencies.ToSmallest(decimal.Parse(whole, System.Globalization.CultureInfo.InvariantCulture), currency));
}
