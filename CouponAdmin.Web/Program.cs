using CouponAdmin.Web;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.ApiClients;
using CouponAdmin.Web.Audit;
using CouponAdmin.Web.Campaigns;
using CouponAdmin.Web.Claiming;
using CouponAdmin.Web.Demo;
using CouponAdmin.Web.Events;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Issuance;
using CouponAdmin.Web.Layout;
using CouponAdmin.Web.LookUp;
using CouponAdmin.Web.Mail;
using CouponAdmin.Web.Operations;
using CouponAdmin.Web.Redemptions;
using CouponAdmin.Web.Rehearsals;
using CouponAdmin.Web.Shop;

try
{
    BatchScheduling scheduling = BatchScheduling.Begin(args);
    Surroundings.Check();
    WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
    builder.Services.AddSingleton(scheduling);
    builder.AddTopLevelSettings();
    builder.RefuseUnknownSettings();
    builder.AddCoupons();
    builder.AddEvents();
    builder.AddMail();
    builder.AddHttp();
    builder.AddPages();
    builder.AddPeople();
    builder.AddApiClients();
    builder.AddClaiming();
    builder.AddCampaigns();
    builder.AddShop();
    builder.AddOperations();
    builder.AddRehearsals();
    builder.AddDemo();

    WebApplication app = builder.Build();
    if (args is ["migrate", .. string[] how])
    {
        return await app.MigrateAsync(how);
    }

    await app.PrepareAsync();
    if (args is ["reconcile", .. string[] what])
    {
        return await app.ReconcileAsync(what);
    }

    if (args is ["accept-store", ..])
    {
        await app.AcceptStoreAsync();
        return 0;
    }

    app.UseHttp(shortWay: ClaimingRegistration.UseClaimLane);
    app.MapPages();
    app.MapPeople();
    app.MapClaiming();
    app.MapCampaignApi();
    app.MapIssuanceApi();
    app.MapRedemptionApi();
    app.MapEventApi();
    app.MapAuditApi();
    app.MapMemberData();
    app.MapBooksApi();
    app.MapApiClients();
    app.MapShop();
    app.MapOperations();
    app.TellWhenStarted();
    await app.ServeAsync();
    return 0;
}
catch (Exception e) when (StartProblems.Explain(e) is { } reason)
{
    await Console.Error.WriteLineAsync($"CouponAdmin has not started. {reason}");
    return 1;
}
