using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>Who is let in where: every endpoint with every role, and tokens that nobody should believe.</summary>
public sealed class AccessTests
{
    public static TheoryData<string, string, Least> EveryEndpoint
    {
        get
        {
            TheoryData<string, string, Least> rows = [];
            foreach ((string method, string path, Least least) in Endpoints.All)
            {
                rows.Add(method, path, least);
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(EveryEndpoint))]
    public async Task Endpoint_WhenEachRoleAsks_LetsInExactlyThoseWhoMay(string method, string path, Least least)
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        (string Who, string? Token, Least Is)[] callers =
        [
            ("nobody", null, Least.Anybody), ("a member", product.Tokens.Member("m"), Least.SignedIn), ("a viewer", product.Tokens.Viewer(), Least.Viewer),
            ("an operator", product.Tokens.Operator(), Least.Operator), ("an administrator", product.Tokens.Administrator(), Least.Administrator),
            ("a cashier", product.Tokens.Create("c", "Cashier"), Least.Cashier), ("an unknown role", product.Tokens.Create("x", "Emperor"), Least.SignedIn),
        ];
        foreach ((string who, string? token, Least role) in callers)
        {
            Answer answer = await product.Sale.CallAsync(new HttpMethod(method), Endpoints.NamingNothing(path), token, method == "GET" ? null : new { });
            int status = (int)answer.Status;
            string seen = $"{who}: {answer}";
            if (Endpoints.LetsIn(least, role))
            {
                Assert.True(status is >= 200 and < 500 and not (401 or 403 or 405), seen);
            }
            else
            {
                Assert.True(status == (token is null ? 401 : 403), seen);
                Assert.Equal((status == 401 ? "unauthorized" : "forbidden", "application/problem+json"), (answer.Code, answer.ContentType));
            }
        }
    }

    public static TheoryData<string> BadTokens =>
    [
        "of another key", "changed after signing", "expired", "not yet valid", "without an expiry", "for another audience", "of another issuer",
        "unsigned", "signed another way", "no token at all",
    ];

    [Theory, MemberData(nameof(BadTokens))]
    public async Task Token_WhenItIsNotToBeBelieved_IsRefusedWithoutARedirect(string kind)
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string path = Endpoints.NamingNothing("/api/v1/campaigns/{slug}/claims/me");
        (await product.Sale.GetAsync(path, product.Tokens.Member("m"))).Is(404);

        Answer answer = (await product.Sale.GetAsync(path, BadToken(kind, product.Tokens))).Is(401);

        Assert.Contains(answer.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Bearer");
        Assert.Null(answer.Headers.Location);
    }

    [Fact]
    public async Task Api_WhenNobodyIsSignedIn_Answers401AndNotASignInPage()
    {
        RunningProduct product = await RunningProduct.SharedAsync();

        Answer answer = (await product.Sale.GetAsync(SaleClient.Admin)).Is(401, "unauthorized");

        Assert.Contains(answer.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Bearer");
        Assert.Null(answer.Headers.Location);
    }

    [Theory, InlineData("a\tb"), InlineData(" m"), InlineData("m ")]
    public async Task Claim_WhenTheSubjectIsNoMember_NamesTheSubject(string subject)
    {
        RunningProduct product = await RunningProduct.SharedAsync();

        Answer answer = (await product.Sale.ClaimAsync("names-nothing", product.Tokens.Member(subject))).Is(400, "invalid-input");

        Assert.Equal(["sub"], answer.BadFields);
    }

    internal static string BadToken(string kind, TestTokens tokens) => kind switch
    {
        "of another key" => TestTokens.WithNewKey().Administrator(),
        "changed after signing" => ForgedTokens.WithAnotherSubject(tokens.Member("m")),
        "expired" => tokens.Create("m", "Member", expiresIn: TimeSpan.FromMinutes(-1)),
        "not yet valid" => tokens.Create("m", "Member", notBefore: TimeSpan.FromMinutes(5)),
        "without an expiry" => ForgedTokens.Make(new { alg = "HS256", typ = "JWT" }, expires: false, ForgedTokens.Hs256(tokens.SigningKey)),
        "for another audience" => tokens.Create("m", "Member", audience: "somebody-else"),
        "of another issuer" => tokens.Create("m", "Member", issuer: "somebody-else"),
        "unsigned" => ForgedTokens.Make(new { alg = "none", typ = "JWT" }, expires: true, _ => []),
        "signed another way" => ForgedTokens.Make(new { alg = "HS512", typ = "JWT" }, expires: true, ForgedTokens.Hs512(tokens.SigningKey)),
        "no token at all" => "let-me-in",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such token."),
    };
}
