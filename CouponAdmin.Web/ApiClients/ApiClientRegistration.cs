namespace CouponAdmin.Web.ApiClients;

/// <summary>Programs that sign in for themselves, and the tokens that they are given.</summary>
internal static class ApiClientRegistration
{
    public static void AddApiClients(this WebApplicationBuilder builder) => builder.Services.AddSingleton<TokenMint>();
}
