using CouponAdmin.Web.Claiming.Challenges;
using CouponAdmin.Web.Http;

namespace CouponAdmin.Web.Claiming;

/// <summary>Everything about a member's claim: the entrances, the challenge, and the pages.</summary>
internal static class ClaimingRegistration
{
    public static void AddClaiming(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ClaimIntake>().AddSingleton<ChallengeDoor>().AddSingleton<IClaimChallenge, ProofOfWork>();
        builder.Services.AddClaimPageCompression();
        builder.Services.AddSingleton<StaticFileNames>().AddSingleton<ITroublePages, TroublePages>();
    }

    /// <summary>The short way of a claim, before routing.</summary>
    public static void UseClaimLane(this IApplicationBuilder app) => app.UseMiddleware<ClaimLane>();

    public static void MapClaiming(this WebApplication app)
    {
        app.UseClaimPageCompression();
        app.MapClaimApi();
        app.MapClaimPage();
        app.MapClaimForm();
        app.MapCouponQr();
    }
}
