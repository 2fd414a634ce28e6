using System.Net;
using System.Text.RegularExpressions;
using CouponAdmin.Core.Operators;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Attacks;

/// <summary>People with sessions: made in the database, signed in by the form like anybody.</summary>
internal static partial class People
{
    public const string Password = "correct horse battery";

    /// <summary>Nobody, and one person of each role.</summary>
    public static async Task<IReadOnlyList<Visitor>> OfEachRoleAsync(AttackedProduct product) =>
    [
        Visitor.Nobody, await SignInAsync(product, Roles.Member), await SignInAsync(product, Roles.Viewer),
        await SignInAsync(product, Roles.Cashier), await SignInAsync(product, Roles.Operator), await SignInAsync(product, Roles.Administrator),
    ];

    /// <summary>Somebody new of this role, with the cookie that the sign-in page gave them.</summary>
    public static async Task<Visitor> SignInAsync(AttackedProduct product, string role)
    {
        string email = await MakeAsync(product, role);
        using HttpResponseMessage answer = await PostSignInAsync(product, email, Password, "/sign-in");
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return new Visitor(role, Cookie: CookiesOf(answer).Single(cookie => cookie.StartsWith("__Host-coupon-admin=", StringComparison.Ordinal)));
    }

    /// <summary>An account without a session.</summary>
    /// <returns>Its email.</returns>
    public static async Task<string> MakeAsync(AttackedProduct product, string role)
    {
        await using AsyncServiceScope scope = product.Services.CreateAsyncScope();
        UserManager<Account> accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        string email = $"{role.ToLowerInvariant()}-{Guid.NewGuid():N}@example.com";
        Account account = new() { UserName = email, Email = email, DisplayName = role };
        Assert.True((await accounts.CreateAsync(account, Password)).Succeeded);
        Assert.True((await accounts.AddToRoleAsync(account, role)).Succeeded);
        return email;
    }

    /// <summary>Fills in the form on a sign-in page, which may carry a way to return to.</summary>
    public static async Task<HttpResponseMessage> PostSignInAsync(AttackedProduct product, string email, string password, string page)
    {
        using HttpResponseMessage form = await product.GetAsync(page);
        string token = FormToken().Match(await form.Content.ReadAsStringAsync()).Groups["token"].Value;
        HttpRequestMessage post = new(HttpMethod.Post, page)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["_handler"] = "sign-in", ["__RequestVerificationToken"] = token, ["Form.Email"] = email, ["Form.Password"] = password,
            }),
        };
        return await product.SendAsync(post, new Visitor("at the form", Cookie: string.Join("; ", CookiesOf(form))));
    }

    /// <summary>The cookies that an answer sets, as a browser sends them back.</summary>
    public static IEnumerable<string> CookiesOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies) ? cookies.Select(cookie => cookie.Split(';')[0]) : [];

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FormToken();
}
