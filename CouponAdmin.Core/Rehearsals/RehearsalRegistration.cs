using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Admitting;
using CouponAdmin.Core.Issuance.FailOver;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Core.Rehearsals;

/// <summary>What every instance has of rehearsals, whichever runs one.</summary>
internal static class RehearsalRegistration
{
    public static IServiceCollection AddRehearsals(this IServiceCollection services) => services
        .AddSingleton<RehearsalBook>()
        .AddSingleton<StartRehearsal>()
        .AddSingleton<RehearsalGauge>()
        .AddSingleton(p => new ClearRehearsal(
            p.GetRequiredService<IDbContextFactory<CouponDbContext>>(), p.GetRequiredService<StoreConnections>(), p.GetRequiredService<ClaimBatchers>(),
            p.GetRequiredService<AcknowledgedClaims>(), p.GetRequiredService<StoreClock>(), p.GetRequiredService<TimeProvider>()))
        .AddSingleton<RehearsalWatch>()
        .AddHostedService(p => p.GetRequiredService<RehearsalWatch>());
}
