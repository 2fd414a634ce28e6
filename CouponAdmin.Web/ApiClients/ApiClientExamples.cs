using CouponAdmin.Core.ApiClients;
using CouponAdmin.Web.Http.Description;

namespace CouponAdmin.Web.ApiClients;

/// <summary>What the interface's description shows of programs and their tokens. No secret in it was ever good.</summary>
internal static class ApiClientExamples
{
    private const string Token = "eyJhbGciOiJIUzI1NiJ9.example.example";
    private static readonly DateTimeOffset At = new(2026, 11, 1, 9, 0, 0, TimeSpan.FromHours(9));
    private static readonly string[] Scopes = ["claims:write-for-members", "coupons:redeem"];
    private static readonly ApiClientView Client = new(
        "client_example", "Web shop", Scopes, ApiClientState.Active, At, ExpiresAt: null, At.AddDays(20), RevokedAt: null, "coupon_secr", At, OldSecretPrefix: null, OldSecretUntil: null);

    public static IEndpointRouteBuilder AddApiClientExamples(this IEndpointRouteBuilder app) => app
        .AddExample(new ApiClientsApi.NewApiClient("Web shop", Scopes, ExpiresAt: null))
        .AddExample(new ApiClientsApi.SecretRotation(GraceHours: 24))
        .AddExample(new ApiClientsApi.ClientRevocation("The shop was closed"))
        .AddExample(Client)
        .AddExample(new ApiClientSecret(Client, "coupon_secret_example"))
        .AddExample(new MemberTokenApi.MemberTokenRequest("shop-4711", Role: null, LifetimeSeconds: 600))
        .AddExample(new MemberTokenApi.MemberToken(Token, TokenAnswers.Bearer, 600, "shop-4711"))
        .AddExample(new TokenAnswer(Token, TokenAnswers.Bearer, 600, "coupons:redeem"))
        .AddExample(new TokenError("invalid_client", TokenProblem.UnknownClient.Description));
}
