namespace CouponAdmin.Web.Campaigns;

/// <summary>What the console's campaign pages need besides the Core.</summary>
internal static class CampaignRegistration
{
    public static void AddCampaigns(this WebApplicationBuilder builder) =>
        builder.Services.AddScoped<CampaignActs>().AddScoped<CampaignSaving>().AddSingleton<CampaignChanges>();
}
