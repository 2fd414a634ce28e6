using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Reports;
using Xunit;

namespace CouponAdmin.Tests.Reports;

/// <summary>Looking closer and farther never leaves the sale, nor goes nearer than there is something to see.</summary>
public sealed class RushZoomTests
{
    private static readonly RushStretch Whole = new(TestCampaigns.Noon, TestCampaigns.Noon.AddMinutes(10));

    [Fact]
    public void Zoom_WhateverIsPressed_StaysWithinTheSale()
    {
        Random random = new(27);
        RushStretch stretch = Whole;
        for (int press = 0; press < 2_000; press++)
        {
            RushStretch before = stretch;
            stretch = random.Next(5) switch
            {
                0 => RushZoom.Into(stretch, random.Next(RushZoom.Parts)),
                1 => RushZoom.Closer(stretch),
                2 => RushZoom.Farther(stretch, Whole),
                3 => RushZoom.Earlier(stretch, Whole),
                _ => RushZoom.Later(stretch, Whole),
            };

            Assert.True(stretch.Length >= RushZoom.LengthMin, $"{before} became {stretch}");
            Assert.True(stretch.Length <= Whole.Length && stretch.To > Whole.From && stretch.From < Whole.To, $"{before} became {stretch}");
        }
    }

    [Fact]
    public void Zoom_WhenAPartIsPressed_LooksAroundIt()
    {
        RushStretch last = RushZoom.Into(Whole, RushZoom.Parts - 1);
        Assert.Equal(Whole.Length / 3, last.Length);
        Assert.Equal(Whole.From + (Whole.Length * (11.5 / 12)), last.From + (last.Length / 2));
        Assert.Equal(Whole, RushZoom.Farther(RushZoom.Closer(Whole), Whole));
    }
}
