using System.Text;
using System.Text.Json;
using CouponAdmin.Tests.Acceptance;

namespace CouponAdmin.Tests.Accounts;

/// <summary>What a member and an administrator take home of what is kept.</summary>
public sealed class MemberDataTests
{
    private const string Erase = "/api/v1/admin/members/erase";
    private const string Data = "/api/v1/admin/members/data?member=";

    [Fact]
    public async Task Data_WhenTakenHome_HoldsWhatIsKeptOfThatMemberAndNobodyElse()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        (SaleClient sale, string member) = (product.Sale, SaleClient.FreshSlug("person"));
        string slug = SaleClient.FreshSlug("kept");
        await sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        (await sale.ClaimAsync(slug, product.Tokens.Member(member))).Is(202);
        (await sale.ClaimAsync(slug, product.Tokens.Member("somebody-else"))).Is(202);
        Answer issued = await Fixtures.Eventually.HoldsAsync(() => sale.MineAsync(slug, product.Tokens.Member(member)), answer => answer.String("status") == "issued");
        (await sale.PostAsync($"{SaleClient.Admin}/{slug}/issuances/{issued.Number("number")}/revoke", product.Tokens.Operator(), new { reason = "asked for", returnUnit = true })).Is(200);

        JsonElement own = (await sale.GetAsync("/my/data.json", product.Tokens.Member(member))).Is(200).Json;
        Answer theirs = (await sale.GetAsync(Data + member, product.Tokens.Administrator())).Is(200);

        JsonElement claim = Assert.Single(own.GetProperty("claims").EnumerateArray().ToArray());
        Assert.Equal((slug, "asked for", issued.String("code")), (claim.GetProperty("campaign").GetString(), claim.GetProperty("revokeReason").GetString(), claim.GetProperty("code").GetString()));
        Assert.Equal("revoke-coupon", Assert.Single(own.GetProperty("audit").EnumerateArray().ToArray()).GetProperty("action").GetString());
        Assert.DoesNotContain("test-operator", own.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(own.GetProperty("claims").GetRawText(), theirs.Json.GetProperty("claims").GetRawText());
        Assert.DoesNotContain("somebody-else", theirs.Text, StringComparison.Ordinal);

        string audit = Encoding.UTF8.GetString(await sale.DownloadAsync($"/api/v1/admin/audit.csv?subject={member}", product.Tokens.Viewer()));
        Assert.Contains(",export-member,", audit, StringComparison.Ordinal);
        (await sale.GetAsync("/api/v1/admin/members/data", product.Tokens.Administrator())).Is(400, "invalid-input");
    }

    [Fact]
    public async Task Member_WhenErasedAfterTheSale_IsNowhereButTheCountsStay()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        (SaleClient sale, string member) = (product.Sale, SaleClient.FreshSlug("goes"));
        string slug = SaleClient.FreshSlug("over");
        await sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        (await sale.ClaimAsync(slug, product.Tokens.Member(member))).Is(202);
        (await EraseAsync(product, member)).Is(409, "still-in-sale");
        (await sale.PostAsync(Erase, product.Tokens.Administrator(), new { member, reason = "" })).Is(400, "invalid-input");
        (await sale.PostAsync($"{SaleClient.Admin}/{slug}/close", product.Tokens.Operator())).Is(200);

        // Over is a campaign once its last claim is recorded and its queue will be asked no more.
        Answer erased = await Fixtures.Eventually.HoldsAsync<Answer>(() => EraseAsync(product, member), answer => (int)answer.Status == 200);

        string name = erased.String("name");
        Assert.StartsWith("erased-", name, StringComparison.Ordinal);
        JsonElement row = Assert.Single((await sale.GetAsync($"{SaleClient.Admin}/{slug}/issuances", product.Tokens.Viewer())).Json.GetProperty("items").EnumerateArray().ToArray());
        Assert.Equal((name, "issued", 1), (row.GetProperty("member").GetString(), row.GetProperty("status").GetString(), row.GetProperty("number").GetInt32()));
        Assert.Equal(0, (await sale.GetAsync("/my/data.json", product.Tokens.Member(member))).Is(200).Json.GetProperty("claims").GetArrayLength());
        string file = Encoding.UTF8.GetString(await sale.DownloadAsync($"{SaleClient.Admin}/{slug}/issuances.csv", product.Tokens.Viewer()));
        Assert.DoesNotContain(member, file, StringComparison.Ordinal);
        Assert.Contains(",erase-member,", Encoding.UTF8.GetString(await sale.DownloadAsync($"/api/v1/admin/audit.csv?subject={name}", product.Tokens.Viewer())), StringComparison.Ordinal);
        (await EraseAsync(product, member)).Is(404, "unknown-account");
    }

    private static Task<Answer> EraseAsync(RunningProduct product, string member) =>
        product.Sale.PostAsync(Erase, product.Tokens.Administrator(), new { member, reason = "asked for by letter" });
}
