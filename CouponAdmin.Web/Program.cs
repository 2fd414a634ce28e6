using CouponAdmin.Web;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.Campaigns;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Issuance;
using CouponAdmin.Web.Layout;
using CouponAdmin.Web.Operations;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.AddTopLevelSettings();
builder.AddCoupons();
builder.AddPeople();
builder.AddHttp();
builder.AddPages();
builder.AddOperations();

WebApplication app = builder.Build();
if (args is ["migrate"])
{
    return await app.MigrateAsync();
}

if (!await app.PrepareAsync())
{
    return 1;
}

app.UseHttp();
app.MapPages();
app.MapCampaignApi();
app.MapIssuanceApi();
app.MapOperations();
await app.RunAsync();
return 0;
