using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.ApiClients;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Description;

/// <summary>What a shop's developer does with the interface's document: make a client, compile it, and run a sale through it, against the product itself.</summary>
public sealed class GeneratedClientTests
{
    private const string Sold = """{"discount":5000,"validated":5000,"sameRedemption":true,"listed":["1 shop-4711 redeemed"],"file":true,"events":true,"refused":"unknown-campaign","wrong":"invalid-input"}""";

    [Fact]
    public async Task Sale_ThroughTheClientThatNSwagMakes_GoesFromDraftToRedemption()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        TestApiClient shop = await ClientWorkshop.ShopAsync(product);
        await ClientWorkshop.RunFromDocsAsync("dotnet nswag", product.App.Address);
        string program = await CompileAsync(await ClientWorkshop.FolderAsync());

        AssemblyLoadContext room = new("shop", isCollectible: true);
        try
        {
            MethodInfo sale = room.LoadFromAssemblyPath(program).GetType("Shop.ShopSale", throwOnError: true)!.GetMethod("RunAsync")!;
            Assert.Equal(Sold, await (Task<string>)sale.Invoke(null, [product.App.Address.ToString(), shop.Id, shop.Secret, SaleClient.FreshSlug("nswag")])!);
        }
        finally
        {
            room.Unload();
        }
    }

    [Fact]
    public async Task Sale_ThroughTheClientThatOpenApiTypescriptMakes_GoesFromDraftToRedemption()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        TestApiClient shop = await ClientWorkshop.ShopAsync(product);
        await ClientWorkshop.RunFromDocsAsync("npx openapi-typescript", product.App.Address);
        await ClientWorkshop.RunAsync("/usr/bin/node", ["node_modules/typescript/bin/tsc"]);

        string output = await ClientWorkshop.RunAsync("/usr/bin/node", ["sale.js"], new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["BASE"] = product.App.Address.ToString().TrimEnd('/'), ["CLIENT_ID"] = shop.Id, ["CLIENT_SECRET"] = shop.Secret, ["SLUG"] = SaleClient.FreshSlug("typescript"),
        });

        Assert.Equal(Sold, JsonDocument.Parse(output.Trim()).RootElement.GetRawText());
    }

    [Fact]
    public async Task Document_WhenJudgedByTheStrictRules_HasNoFault()
    {
        // What it says beside the result, such as news of its next version, goes to the other output.
        string lint = $"/usr/bin/node node_modules/@redocly/cli/bin/cli.js lint {Path.Combine(SourceTree.Root, Document.Path)} --config redocly.yaml --format json 2>/dev/null";
        string said = await ClientWorkshop.RunAsync("/bin/sh", ["-c", lint], new Dictionary<string, string?>(StringComparer.Ordinal) { ["REDOCLY_TELEMETRY"] = "off", ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true" });

        JsonElement totals = JsonDocument.Parse(said).RootElement.GetProperty("totals");
        Assert.True(totals.GetProperty("errors").GetInt32() + totals.GetProperty("warnings").GetInt32() == 0, said);
    }

    /// <summary>With the compiler of the SDK that builds the tests, and without a project: a tenth of a build's work.</summary>
    private static async Task<string> CompileAsync(string folder)
    {
        string program = Path.Combine(folder, "Shop.dll");
        string version = (await ClientWorkshop.RunAsync(AppEnvironment.DotnetProgram, ["--version"])).Trim();
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string root = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        string answers = Path.Combine(folder, "Shop.rsp");
        await File.WriteAllLinesAsync(answers,
        [
            "-target:library", "-nologo", "-langversion:14", $"-out:\"{program}\"", "ShopSale.cs", "Usings.cs", "CouponAdminClient.cs",
            .. Directory.EnumerateFiles(runtime, "*.dll").Select(file => $"-r:\"{file}\""),
        ]);
        await File.WriteAllTextAsync(Path.Combine(folder, "Usings.cs"), "global using System; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading.Tasks;");
        await ClientWorkshop.RunAsync(AppEnvironment.DotnetProgram, ["exec", Path.Combine(root, "sdk", version, "Roslyn", "bincore", "csc.dll"), "@" + answers]);
        return program;
    }
}
