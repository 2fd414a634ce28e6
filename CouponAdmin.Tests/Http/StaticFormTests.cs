using System.Text.RegularExpressions;
using CouponAdmin.Core.Operators;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Attacks;
using Microsoft.AspNetCore.Components.Endpoints;

namespace CouponAdmin.Tests.Http;

/// <summary>Forms that were opened before something changed: another tab signed in, or the cookies were cleared.</summary>
public sealed partial class StaticFormTests
{
    private const string Sentence = "The form no longer fitted";

    [Fact]
    public async Task Form_WhenItsTokenNoLongerFits_ComesBackWithASentenceAndAFormThatFits()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (Visitor visitor in new[] { Visitor.Nobody, await People.SignInAsync(product, Roles.Member) })
        {
            foreach (string page in PagesOf(product))
            {
                using HttpResponseMessage shown = await product.GetAsync(page, visitor);
                string before = await shown.Content.ReadAsStringAsync();
                if (!FormName().IsMatch(before))
                {
                    continue;
                }

                // Without the cookie that belongs to the token, as after clearing them.
                using HttpResponseMessage answer = await SendAsync(product, page, FormName().Match(before).Groups["name"].Value, TokenIn(before), visitor);
                string after = await answer.Content.ReadAsStringAsync();
                Assert.True((int)answer.StatusCode == 400 && after.Contains(Sentence, StringComparison.Ordinal), $"{visitor}, {page}: {(int)answer.StatusCode}, {after.Length} characters");
                Assert.NotEqual("", TokenIn(after));
                Assert.DoesNotContain(Sentence, before, StringComparison.Ordinal);
                seen.Add(page);
            }
        }

        Assert.Superset(new HashSet<string>(["/sign-in", "/register", "/my/password", "/my/passkeys", "/my/two-factor"], StringComparer.Ordinal), seen);
    }

    [Fact]
    public async Task Form_WhenItComesBack_CanBeSent()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string email = await People.MakeAsync(product, Roles.Member);
        using HttpResponseMessage stale = await SendAsync(product, "/sign-in", "sign-in", "cleared", Visitor.Nobody);
        string token = TokenIn(await stale.Content.ReadAsStringAsync());

        using HttpResponseMessage answer = await SendAsync(
            product, "/sign-in", "sign-in", token, new Visitor("at the form", Cookie: string.Join("; ", People.CookiesOf(stale))), email);
        Assert.Equal(302, (int)answer.StatusCode);
        Assert.Contains(People.CookiesOf(answer), cookie => cookie.StartsWith("__Host-coupon-admin=", StringComparison.Ordinal));
    }

    [Theory, InlineData("/sign-in"), InlineData("/register")]
    public async Task Door_WhenSomebodyIsSignedInAlready_SendsThemOn(string page)
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        using HttpResponseMessage firstTab = await product.GetAsync(page);
        string token = TokenIn(await firstTab.Content.ReadAsStringAsync());
        Visitor member = await People.SignInAsync(product, Roles.Member);
        Visitor both = member with { Cookie = string.Join("; ", People.CookiesOf(firstTab).Append(member.Cookie)) };

        Assert.Equal("/my/coupons", await LeadsToAsync(await SendAsync(product, $"{page}?returnUrl=%2Fmy%2Fcoupons", page[1..], token, both)));
        Assert.Equal("/my/coupons", await LeadsToAsync(await product.GetAsync($"{page}?returnUrl=%2Fmy%2Fcoupons", member)));
        Assert.Equal("/", await LeadsToAsync(await product.GetAsync(page, member)));
        Assert.Equal("/", await LeadsToAsync(await product.GetAsync($"{page}?returnUrl=%2Fsign-in%3FreturnUrl%3D%2Fregister", member)));

        // To sign in as somebody else, who may see more.
        using HttpResponseMessage another = await product.GetAsync($"{page}?another=true", member);
        Assert.Equal(200, (int)another.StatusCode);
    }

    private static IEnumerable<string> PagesOf(AttackedProduct product) =>
        product.Endpoints.Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null).Select(MappedEndpoints.PathOf)
            .Where(path => !path.Contains('{', StringComparison.Ordinal) && !path.StartsWith("/admin", StringComparison.Ordinal));

    private static async Task<string?> LeadsToAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.True((int)answer.StatusCode == 302, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            return answer.Headers.Location?.ToString();
        }
    }

    private static Task<HttpResponseMessage> SendAsync(AttackedProduct product, string page, string form, string token, Visitor visitor, string email = "x@example.com")
    {
        HttpRequestMessage request = new(HttpMethod.Post, new Uri(page, UriKind.Relative))
        {
            Headers = { { "Accept", "text/html" }, { "Accept-Language", "en" }, { "Sec-Fetch-Site", "same-origin" } },
            Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["_handler"] = form, ["__RequestVerificationToken"] = token, ["Form.Email"] = email, ["Form.Password"] = People.Password,
            }),
        };
        return product.SendAsync(request, visitor);
    }

    private static string TokenIn(string page) => FormToken().Match(page).Groups["token"].Value;

    [GeneratedRegex("name=\"_handler\" value=\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FormName();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FormToken();
}
