using System.Globalization;
using System.Text.Json;
using CouponAdmin.Web.Claiming.Challenges;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>A sale that asks each claim for the answer to a challenge, seen by programs.</summary>
public sealed class ChallengeTests
{
    [Fact]
    public async Task Claim_WhenTheSaleAsksForProof_NeedsTheRightAnswerOfThisMember()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = await OpenAsync(product);
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member("before"))).Is(202);
        Assert.True((await SwitchAsync(product, slug, new { asksProof = true })).Is(200).Json.GetProperty("asksProof").GetBoolean());

        Answer asked = (await product.Sale.ClaimAsync(slug, product.Tokens.Member("honest"))).Is(403, "challenge-required");
        string answer = Solve(asked);
        foreach (string wrong in new[] { "made up", answer + "0", answer[..answer.LastIndexOf('.')], ".1", new string('9', 3_000), Unsealed() })
        {
            (await ClaimAsync(product, slug, "honest", wrong)).Is(403, "challenge-required");
        }

        (await ClaimAsync(product, slug, "thief", answer)).Is(403, "challenge-required");
        (await ClaimAsync(product, slug, "honest", answer)).Is(202);
        (await ClaimAsync(product, slug, "honest", answer)).Is(200);

        (await SwitchAsync(product, slug, new { asksProof = false })).Is(200);
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member("afterwards"))).Is(202);
    }

    [Fact]
    public async Task Answer_WhenItIsOfAnotherSale_IsRefused()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        (string here, string there) = (await OpenAsync(product), await OpenAsync(product));
        (await SwitchAsync(product, here, new { asksProof = true })).Is(200);
        (await SwitchAsync(product, there, new { asksProof = true })).Is(200);

        string answer = Solve((await product.Sale.ClaimAsync(there, product.Tokens.Member("m"))).Is(403, "challenge-required"));

        (await ClaimAsync(product, here, "m", answer)).Is(403, "challenge-required");
        (await ClaimAsync(product, there, "m", answer)).Is(202);
    }

    [Fact]
    public async Task Switch_WhenWrongOrTooLateOrNotAllowed_SaysSo()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = await OpenAsync(product);
        Answer missing = (await SwitchAsync(product, slug, new { })).Is(400, "invalid-input");
        Assert.Equal(["asksProof"], missing.BadFields);
        (await product.Sale.PutAsync(Path(slug), product.Tokens.Viewer(), new { asksProof = true })).Is(403);
        (await SwitchAsync(product, "names-nothing", new { asksProof = true })).Is(404, "unknown-campaign");

        (await product.Sale.PostAsync($"{SaleClient.Admin}/{slug}/close", product.Tokens.Operator())).Is(200);
        (await SwitchAsync(product, slug, new { asksProof = true })).Is(409, "wrong-state");
    }

    private static async Task<string> OpenAsync(RunningProduct product)
    {
        string slug = SaleClient.FreshSlug("challenge");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        return slug;
    }

    private static string Path(string slug) => $"{SaleClient.Admin}/{slug}/challenge";

    private static Task<Answer> SwitchAsync(RunningProduct product, string slug, object wanted) => product.Sale.PutAsync(Path(slug), product.Tokens.Operator(), wanted);

    private static Task<Answer> ClaimAsync(RunningProduct product, string slug, string member, string answer) =>
        product.Sale.CallAsync(HttpMethod.Post, $"/api/v1/campaigns/{slug}/claims", product.Tokens.Member(member), body: null, (ChallengeDoor.Header, answer));

    private static string Solve(Answer asked)
    {
        JsonElement task = asked.Json.GetProperty("challenge");
        Assert.Equal(ProofOfWork.Kind, task.GetProperty("kind").GetString());
        return Solve(task.GetProperty("token").GetString()!, task.GetProperty("difficulty").GetInt32());
    }

    // Enough work, for a token that nobody here gave.
    private static string Unsealed() => Solve("CfDJ8-not-ours", 16);

    private static string Solve(string token, int difficulty)
    {
        ulong number = 0;
        while (ProofOfWork.ZeroBits(token, number) < difficulty)
        {
            number++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{token}.{number}");
    }
}
