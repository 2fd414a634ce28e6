using System.Text;
using System.Text.Json;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Acceptance;

/// <summary><c>PATCH</c> and <c>DELETE</c> of a campaign: what may change when, and what goes for good.</summary>
public sealed class PatchCampaignTests
{
    private const string MergePatch = "application/merge-patch+json";

    [Fact]
    public async Task Draft_WhenSomeFieldsArePatched_KeepsTheOthers()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("patched");
        Answer made = (await product.Sale.PostAsync(
            SaleClient.Admin, product.Tokens.Operator(), SaleClient.Draft(slug, changes: ("benefit", new { kind = "percent", value = 10, currency = "KRW", maximum = 5_000, terms = "once" })))).Is(201);

        Answer patched = (await PatchAsync(product, slug, """{"quantity":7,"description":null,"benefit":{"value":15,"maximum":null}}""")).Is(200);

        JsonElement benefit = patched.Json.GetProperty("benefit");
        Assert.Equal((7, "", 15, "once", false), (patched.Number("quantity"), patched.String("description"), benefit.GetProperty("value").GetInt32(), benefit.GetProperty("terms").GetString(), benefit.TryGetProperty("maximum", out _)));
        Assert.Equal((made.String("name"), made.String("opensAt")), (patched.String("name"), patched.String("opensAt")));
        Assert.NotEqual(made.Headers.ETag, patched.Headers.ETag);

        // Another case is the same field, as in every other body.
        Assert.Equal("Spring", (await PatchAsync(product, slug, """{"Name":"Spring","BENEFIT":{"Terms":null}}""")).Is(200).String("name"));
        Assert.False((await PatchAsync(product, slug, "{}")).Is(200).Json.GetProperty("benefit").TryGetProperty("terms", out _));
        string other = SaleClient.FreshSlug("renamed");
        (await PatchAsync(product, slug, $$"""{"slug":"{{other}}"}""")).Is(200);
        (await PatchAsync(product, slug, """{"quantity":9}""")).Is(404, "unknown-campaign");
        Assert.Equal(7, (await PatchAsync(product, other, "{}")).Is(200).Number("quantity"));
        (await product.Sale.PostAsync(SaleClient.Admin, product.Tokens.Operator(), SaleClient.Draft(slug))).Is(201);
        (await PatchAsync(product, slug, $$"""{"slug":"{{other}}"}""")).Is(409, "slug-taken");
    }

    [Fact]
    public async Task Published_WhenItsTextsArePatched_ShowsThemAndKeepsItsPromise()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("texts");
        await product.Sale.OpenAsync(SaleClient.Draft(slug, changes: ("benefit", new { kind = "freeText", text = "A cofee" })), product.Tokens.Operator());
        Answer before = (await product.Sale.GetAsync($"{SaleClient.Admin}/{slug}", product.Tokens.Operator())).Is(200);
        string seen = before.Headers.ETag!.Tag;

        Answer after = (await PatchAsync(
            product, slug, """{"name":"Mended","description":"Two lines\nof text","benefit":{"text":"A coffee","terms":"Until closing time"}}""", ("If-Match", seen))).Is(200);

        Answer member = (await product.Sale.GetAsync($"/api/v1/campaigns/{slug}")).Is(200);
        Assert.Equal(("Mended", "A coffee", "Until closing time"), (member.String("name"), member.Json.GetProperty("benefit").GetProperty("text").GetString(), member.Json.GetProperty("benefit").GetProperty("terms").GetString()));
        Assert.Equal((before.String("opensAt"), before.Number("quantity")), (after.String("opensAt"), after.Number("quantity")));
        Answer stale = (await PatchAsync(product, slug, """{"name":"Later"}""", ("If-Match", seen))).Is(412, "changed-meanwhile");
        Assert.Equal(("Mended", after.Headers.ETag), (stale.Json.GetProperty("current").GetProperty("name").GetString(), stale.Headers.ETag));

        Answer broken = (await PatchAsync(product, slug, """{"name":"","quantity":7,"closesAt":"2150-01-01T00:00:00Z","benefit":{"kind":"percent","value":5,"text":null}}""")).Is(400, "invalid-input");
        Assert.Equal(["benefit.kind", "benefit.value", "closesAt", "name", "quantity"], broken.BadFields.Order(StringComparer.Ordinal));

        // Said again, what is fixed is no change.
        (await PatchAsync(product, slug, $$"""{"quantity":{{before.Number("quantity")}},"opensAt":"{{before.String("opensAt")}}"}""")).Is(200);
        await product.Sale.PostAsync($"{SaleClient.Admin}/{slug}/close", product.Tokens.Operator());
        (await PatchAsync(product, slug, """{"description":"It is over."}""")).Is(200);
        await product.Sale.PostAsync($"{SaleClient.Admin}/{slug}/archive", product.Tokens.Operator());
        (await PatchAsync(product, slug, """{"description":"It was over."}""")).Is(409, "wrong-state");
        Assert.Equal(2, await CountAsync(product, slug, "edit-texts"));
    }

    [Theory]
    [InlineData("""{"quantitty":5}""", "quantitty")]
    [InlineData("""{"benefit":{"vlaue":5}}""", "benefit.vlaue")]
    [InlineData("""{"quantity":"five"}""", "quantity")]
    [InlineData("""{"benefit":{"value":[]}}""", "benefit.value")]
    [InlineData("""{"opensAt":"2150-12-01T12:00:00"}""", "opensAt")]
    [InlineData("""{"benefit":null}""", "benefit.kind")]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("[]", "body")]
    [InlineData("null", "body")]
    [InlineData("5", "body")]
    public async Task Patch_WhenItCanNotBeMeant_NamesTheField(string patch, string named)
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("bad-patch");
        (await product.Sale.PostAsync(SaleClient.Admin, product.Tokens.Operator(), SaleClient.Draft(slug))).Is(201);

        Assert.Equal([named], (await PatchAsync(product, slug, patch)).Is(400, "invalid-input").BadFields);
    }

    [Fact]
    public async Task Draft_WhenDeleted_IsGoneAndItsSlugIsFree()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("gone");
        string path = $"{SaleClient.Admin}/{slug}";
        Answer made = (await product.Sale.PostAsync(SaleClient.Admin, product.Tokens.Operator(), SaleClient.Draft(slug))).Is(201);
        (await PatchAsync(product, slug, """{"quantity":7}""")).Is(200);

        (await DeleteAsync(product, path, ("If-Match", made.Headers.ETag!.Tag))).Is(412, "changed-meanwhile");
        (await DeleteAsync(product, path, ("If-Match", "no tag"))).Is(400, "invalid-input");
        Assert.Equal("", (await DeleteAsync(product, path, ("If-Match", "*"))).Is(204).Text);

        (await product.Sale.GetAsync(path, product.Tokens.Operator())).Is(404, "unknown-campaign");
        (await DeleteAsync(product, path)).Is(404, "unknown-campaign");
        Assert.Equal(1, await CountAsync(product, slug, "delete-draft"));
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        (await DeleteAsync(product, path)).Is(409, "wrong-state");
        (await product.Sale.CallAsync(HttpMethod.Delete, path, product.Tokens.Viewer())).Is(403, "forbidden");
    }

    private static Task<Answer> PatchAsync(RunningProduct product, string slug, string patch, params (string Name, string Value)[] headers) =>
        product.Sale.SendAsync(HttpMethod.Patch, $"{SaleClient.Admin}/{slug}", product.Tokens.Operator(), new StringContent(patch, Encoding.UTF8, MergePatch), headers);

    private static Task<Answer> DeleteAsync(RunningProduct product, string path, params (string Name, string Value)[] headers) =>
        product.Sale.CallAsync(HttpMethod.Delete, path, product.Tokens.Operator(), null, headers);

    private static async Task<int> CountAsync(RunningProduct product, string slug, string action)
    {
        byte[] audit = await product.Sale.DownloadAsync($"/api/v1/admin/audit.csv?subject={slug}&wholeSubject=true&action={action}&for=programs", product.Tokens.Viewer());
        return Encoding.UTF8.GetString(audit).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1;
    }
}
