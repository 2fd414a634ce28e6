using CouponAdmin.Core.ApiClients;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>docs/security.md says who may use each address; here it is held against every endpoint and page that the running program has.</summary>
public sealed class SecurityTableTests
{
    [Fact]
    public async Task Table_WhenHeldAgainstTheProgram_NamesEveryEndpointWithWhoMayUseIt()
    {
        using TestDirectory directory = new("security");
        await using WebApplicationFactory<Program> program = new WebApplicationFactory<Program>()
            .WithWebHostBuilder(host => host.UseSetting("DataDirectory", directory.Path).UseSetting("Demo:Seed", "false"));
        string[] found =
        [
            .. MappedEndpoints.Of(program.Services).Select(RowOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        string[] told =
        [
            .. (await File.ReadAllLinesAsync(Path.Combine(SourceTree.Root, "docs", "security.md")))
                .Where(line => line.StartsWith("| `/", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        ];

        Assert.True(found.Length > 40, "Where have the endpoints gone?");
        Assert.True(
            found.SequenceEqual(told, StringComparer.Ordinal),
            $"docs/security.md lacks:\n{string.Join('\n', found.Except(told, StringComparer.Ordinal))}\nand has too much:\n{string.Join('\n', told.Except(found, StringComparer.Ordinal))}");
    }

    private static string RowOf(RouteEndpoint endpoint)
    {
        string methods = MappedEndpoints.MethodsOf(endpoint) is { Count: > 0 } some ? string.Join(", ", some) : "any";
        string who = endpoint.Metadata.GetMetadata<OpenToScope>() is { } open ? $"{WhoOf(endpoint)}; client: `{ApiScopes.NameOf(open.Scope)}`" : WhoOf(endpoint);
        return $"| `{MappedEndpoints.PathOf(endpoint)}` | {methods} | {who} |";
    }

    // The strictest of what the endpoint and its groups ask for.
    private static string WhoOf(Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return "anybody";
        }

        string?[] policies = [.. endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy)];
        return policies switch
        {
            _ when policies.Contains(Policies.ClientOnly, StringComparer.Ordinal) => "no role",
            _ when policies.Contains(Policies.Administer, StringComparer.Ordinal) => "administrator",
            _ when policies.Contains(Policies.Operate, StringComparer.Ordinal) => "operator",
            _ when policies.Contains(Policies.Read, StringComparer.Ordinal) => "viewer",
            _ when policies.Contains(Policies.Redeem, StringComparer.Ordinal) => "cashier",
            { Length: > 0 } => "signed in",
            _ => "anybody",
        };
    }
}
