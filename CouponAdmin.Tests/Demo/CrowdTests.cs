using CouponAdmin.Core.Seeding;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.Demo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CouponAdmin.Tests.Demo;

/// <summary>The demo's crowd: who comes when, one at a time, and only where there is a demo.</summary>
public sealed class CrowdTests
{
    [Fact]
    public void Crowd_WhenDrawn_ComesInASpikeWithATailAndWithinItsTime()
    {
        IReadOnlyList<CrowdPerson> people = CrowdPerson.Crowd(Crowd.People, new Random(24));

        Assert.Equal(Enumerable.Range(1, Crowd.People), people.Select(p => p.Number));
        Assert.Equal(people.Select(p => p.Comes).Order(), people.Select(p => p.Comes));
        Assert.InRange(people[0].Comes, TimeSpan.Zero, CrowdPerson.ComesMedian / 4);
        Assert.InRange(people[^1].Comes, TimeSpan.FromSeconds(3), CrowdPerson.ComesMax);
        Assert.InRange(people.Count(p => p.Comes <= CrowdPerson.ComesMedian), Crowd.People * 45 / 100, Crowd.People * 55 / 100);
        Assert.InRange(people.Count(p => p.Comes > TimeSpan.FromSeconds(1.7)), Crowd.People * 5 / 100, Crowd.People * 15 / 100);
        Assert.InRange(people.Count(p => p.AsksTwice), 1, Crowd.People / 5);
        Assert.InRange(people.Count(p => p.LosesConnection), 1, Crowd.People / 5);
    }

    [Fact]
    public async Task Crowd_WhenOneIsUnderWay_NoOtherIsSentUntilItIsStopped()
    {
        await using WebApplication server = await ListenAsync("http://127.0.0.1:0");
        Crowd crowd = CrowdAt(server);

        Assert.Null(crowd.Of("sale"));
        Assert.Equal(CrowdStart.Sent, crowd.Send("sale"));
        Assert.Equal((CrowdState.Announced, true, 0), (crowd.Of("sale")!.State, crowd.Of("sale")!.ComesIn > TimeSpan.Zero, crowd.Of("sale")!.Sent));
        Assert.Equal(CrowdStart.Busy, crowd.Send("sale"));
        Assert.Equal(CrowdStart.Busy, crowd.Send("another"));
        Assert.Null(crowd.Of("another"));

        crowd.Stop();
        CrowdProgress stopped = await Eventually.HoldsAsync(() => crowd.Of("sale")!, progress => progress.State == CrowdState.Stopped);
        Assert.Equal((false, 0), (stopped.IsUnderWay, stopped.Sent));
        Assert.Equal(CrowdStart.Sent, crowd.Send("another"));
        Assert.Null(crowd.Of("sale"));
        crowd.Stop();
    }

    [Fact]
    public async Task Crowd_WhenTheServerHasNoAddressWithoutTls_SaysSoInsteadOfComing()
    {
        await using WebApplication server = WebApplication.CreateSlimBuilder().Build();
        Assert.Equal(CrowdStart.NoAddress, CrowdAt(server).Send("sale"));
    }

    [Theory]
    [InlineData("Development", "true", true)]
    [InlineData("Development", "false", false)]
    [InlineData("Development", null, false)]
    [InlineData("Production", "true", false)]
    [InlineData("Staging", "true", false)]
    public void Registration_OutsideOfADemo_HasNoCrowd(string environment, string? seed, bool has)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection([new(DemoSeed.Setting, seed)]);
        builder.AddDemo();
        Assert.Equal(has, builder.Services.Any(service => service.ServiceType == typeof(Crowd)));
    }

    private static Crowd CrowdAt(WebApplication server) => new(
        server.Services.GetRequiredService<IServer>(), server.Lifetime, new SigningKey(server.Configuration, vault: null!), TimeProvider.System, NullLogger<Crowd>.Instance);

    private static async Task<WebApplication> ListenAsync(string address)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        WebApplication server = builder.Build();
        await server.StartAsync();
        return server;
    }
}
