using System.Text.Json;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.ApiClients;
using CouponAdmin.Tests.Attacks;
using CouponAdmin.Tests.House;

namespace CouponAdmin.Tests.Description;

/// <summary>What the document calls required is what the product misses in an empty body: no more, no less.</summary>
public sealed class RequiredFieldsTests
{
    /// <summary>Needed where its other form is missing, which a list of required fields can't say: the numbers of a job, or a file of them.</summary>
    private static readonly string[] IsOneOfTwo = ["numbers"];

    [Fact]
    public async Task Body_WhenItIsEmpty_LacksExactlyWhatTheDocumentRequires()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("required");
        string code = await product.IssueAsync(slug, "holder");
        TestApiClient client = await TestApiClient.MakeAsync(product.Http, product.Tokens, "claims:write-for-members");
        string clientToken = await client.TokenAsync();

        List<string> wrong = [];
        int asked = 0;
        foreach (DescribedOperation operation in Document.InTheRepository.Operations.Where(o => o.Json.TryGetProperty("requestBody", out JsonElement body) && body.GetProperty("content").TryGetProperty("application/json", out _)))
        {
            string address = Endpoints.NamingNothing(operation.Name.Split(' ')[1].Replace("{slug}", slug, StringComparison.Ordinal).Replace("{code}", code, StringComparison.Ordinal).Replace("{clientId}", client.Id, StringComparison.Ordinal));
            bool isForClients = Endpoints.All.Single(e => $"{e.Method} {e.Path}" == operation.Name).Least == Least.Client;

            Answer answer = await product.Sale.CallAsync(new HttpMethod(operation.Method), address, isForClients ? clientToken : product.Tokens.Administrator(), new { }, ("Idempotency-Key", $"required-fields-{asked}"));

            string required = string.Join(' ', RequiredIn(operation));
            string missed = string.Join(' ', answer.BadFields.Where(field => !IsOneOfTwo.Contains(field)).Select(field => field.Split('.')[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
            asked++;
            if (required != missed)
            {
                wrong.Add($"{operation.Name} requires [{required}] and misses [{missed}]: {answer}");
            }
        }

        Assert.True(asked > 10, "Where have the bodies gone?");
        Violations.None(wrong);
    }

    private static IEnumerable<string> RequiredIn(DescribedOperation operation)
    {
        JsonElement schema = Document.InTheRepository.Resolve(operation.Json.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema"));
        return schema.TryGetProperty("required", out JsonElement all) ? all.EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal) : [];
    }
}
