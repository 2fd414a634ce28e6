using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Operations;

public sealed class ReplicasSettingTests
{
    [Theory, InlineData(null, null), InlineData("auto", null), InlineData("0", 0), InlineData("2", 2), InlineData("5", 5)]
    public void AddCoupons_WhenReplicasAreSet_WaitsForSoMany(string? setting, int? replicas) => Assert.Equal(replicas, OptionsOf(setting).Replicas);

    [Theory, InlineData("many"), InlineData("-1"), InlineData("6")]
    public void AddCoupons_WhenReplicasMakeNoSense_NamesTheSetting(string setting) =>
        Assert.Contains(StoreOptions.ReplicasSetting, Assert.Throws<SettingException>(() => OptionsOf(setting)).Message, StringComparison.Ordinal);

    private static StoreOptions OptionsOf(string? setting)
    {
        using TestDirectory directory = new("settings");
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = directory.Path });
        builder.Configuration.AddInMemoryCollection([new(StoreOptions.ReplicasSetting, setting)]);
        builder.AddCoupons();
        return (StoreOptions)builder.Services.Single(service => service.ServiceType == typeof(StoreOptions)).ImplementationInstance!;
    }
}
