using System.Globalization;
using Bunit;
using Bunit.TestDoubles;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Reconcile;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Xunit;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>A console component on its own: MudBlazor's services, a person who is signed in, and one of the two languages.</summary>
public abstract class ComponentTest : BunitContext, IAsyncLifetime
{
    protected ComponentTest()
    {
        Read(Say.English);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddScoped<OperatorGate>();
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(new IssuanceOptions());
        Services.AddSingleton<BooksState>();
        Person = AddAuthorization();
        ActAs(Policies.Read, Policies.Operate);
    }

    protected BunitAuthorizationContext Person { get; }

    public Task InitializeAsync() => Task.CompletedTask;

    // Some of MudBlazor's services can only be disposed asynchronously.
    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    protected static void Read(string language) => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

    /// <summary>From now on the person behind the circuit may do what these policies allow, and no more.</summary>
    protected void ActAs(params string[] policies) => Person
        .SetAuthorized("min@example.com")
        .SetClaims(new("sub", "u-1"), new("name", "Min"))
        .SetPolicies(policies);
}
