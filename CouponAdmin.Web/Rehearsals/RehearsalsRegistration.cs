namespace CouponAdmin.Web.Rehearsals;

/// <summary>The rehearsal of a sale.</summary>
internal static class RehearsalsRegistration
{
    public static void AddRehearsals(this WebApplicationBuilder builder) => builder.Services
        .AddSingleton<RehearsalProps>()
        .AddSingleton<RehearsalStage>()
        .AddHostedService(p => p.GetRequiredService<RehearsalStage>());
}
