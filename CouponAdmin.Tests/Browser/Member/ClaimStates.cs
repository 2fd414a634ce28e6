using System.Globalization;
using CouponAdmin.Web.Claiming;
using Microsoft.Playwright;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>Every state that a member can find, and how it comes about: really, unless no hand can make it in seconds (then the answer is played).</summary>
internal static class ClaimStates
{
    /// <summary>Signed in or not, and what happens on the stage until the state shows.</summary>
    public sealed record Scene(Func<ClaimStage, Task> PlayAsync, bool SignedIn = true);

    public static readonly IReadOnlyDictionary<string, Scene> All = new Dictionary<string, Scene>(StringComparer.Ordinal)
    {
        ["before"] = new(BeforeAsync),
        ["before-signed-out"] = new(BeforeAsync, SignedIn: false),
        ["open"] = new(stage => OpenAsync(stage, ClaimMoment.Open)),
        ["signed-out"] = new(stage => OpenAsync(stage, ClaimMoment.SignedOut), SignedIn: false),
        ["asking"] = new(stage => PlayedAsync(stage, _ => Task.CompletedTask, ClaimMoment.Asking)),
        ["asking-again"] = new(stage => PlayedAsync(stage, route => route.AbortAsync(), ClaimMoment.AskingAgain)),
        ["crowded"] = new(stage => PlayedAsync(stage, route => RefuseAsync(route, 429, "too-many-requests"), ClaimMoment.Crowded)),
        ["preparing"] = new(stage => PlayedAsync(stage, route => RefuseAsync(route, 503, "not-ready"), ClaimMoment.Preparing)),
        ["queued"] = new(QueuedAsync),
        ["issued"] = new(IssuedAsync),
        ["issued-qr"] = new(IssuedWithQrAsync),
        ["redeemed"] = new(stage => RecordedAsync(stage, "redeemed", ClaimMoment.Redeemed)),
        ["revoked"] = new(RevokedAsync),
        ["queue-expired"] = new(stage => RecordedAsync(stage, "queueExpired", ClaimMoment.QueueExpired)),
        ["refused"] = new(stage => RecordedAsync(stage, "refused", ClaimMoment.Refused)),
        ["quarantined"] = new(stage => RecordedAsync(stage, "quarantined", ClaimMoment.Quarantined)),
        ["paused"] = new(PausedAsync),
        ["reopened"] = new(ReopenedAsync),
        ["sold-out"] = new(SoldOutAsync),
        ["added"] = new(AddedAsync),
        ["closed"] = new(ClosedAsync),
        ["unknown-campaign"] = new(stage => stage.Page.GotoAsync("/c/there-is-none")),
        ["not-eligible"] = new(stage => CarriedAsync(stage, ClaimMoment.NotEligible)),
        ["member-disabled"] = new(stage => CarriedAsync(stage, ClaimMoment.MemberDisabled)),
        ["challenge-required"] = new(stage => CarriedAsync(stage, ClaimMoment.ChallengeRequired)),
        ["too-many-requests"] = new(stage => CarriedAsync(stage, ClaimMoment.TooManyRequests)),
        ["not-ready"] = new(stage => CarriedAsync(stage, ClaimMoment.NotReady)),
        ["store-unavailable"] = new(stage => CarriedAsync(stage, ClaimMoment.StoreUnavailable)),
        ["my-coupons"] = new(MyCouponsAsync),
        ["passkeys"] = new(stage => stage.Page.GotoAsync("/my/passkeys")),
        ["home"] = new(stage => stage.Page.GotoAsync("/"), SignedIn: false),
        ["sign-in"] = new(stage => stage.Page.GotoAsync("/sign-in"), SignedIn: false),
        ["register"] = new(stage => stage.Page.GotoAsync("/register"), SignedIn: false),
    };

    /// <summary>What the claim page shows in a state; null where the state isn't one of the claim page.</summary>
    public static ClaimMoment? MomentOf(string state) => state switch
    {
        "before-signed-out" => ClaimMoment.Before,
        "issued-qr" => ClaimMoment.Issued,
        _ => Enum.GetValues<ClaimMoment>().Cast<ClaimMoment?>().FirstOrDefault(moment => moment!.Value.Key() == state),
    };

    private static async Task BeforeAsync(ClaimStage stage)
    {
        await stage.OpenAsync(new TestOffer { OpensIn = TimeSpan.FromMinutes(12) });
        await stage.ShowsAsync(ClaimMoment.Before);
    }

    private static async Task OpenAsync(ClaimStage stage, ClaimMoment moment)
    {
        await stage.OpenAsync();
        await stage.ShowsAsync(moment);
    }

    private static async Task PlayedAsync(ClaimStage stage, Func<IRoute, Task> answer, ClaimMoment until)
    {
        await stage.AnswerClaimsAsync(answer);
        await stage.OpenAsync();
        await stage.PressAsync(until);
    }

    private static Task RefuseAsync(IRoute route, int status, string code) => route.FulfillAsync(new RouteFulfillOptions
    {
        Status = status,
        ContentType = "application/problem+json",
        Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = "30" },
        Body = $$"""{"code":"{{code}}"}""",
    });

    private static async Task QueuedAsync(ClaimStage stage)
    {
        await stage.PublishAsync();
        foreach (int i in Enumerable.Range(0, 12))
        {
            using HttpResponseMessage _ = await stage.Site.ClaimAsync(stage.Slug, string.Create(CultureInfo.InvariantCulture, $"earlier-{i}"));
        }

        await stage.HoldAsync();
        foreach (int i in Enumerable.Range(12, 24))
        {
            using HttpResponseMessage _ = await stage.Site.ClaimAsync(stage.Slug, string.Create(CultureInfo.InvariantCulture, $"earlier-{i}"));
        }

        await stage.GoAsync();
        await stage.PressAsync(ClaimMoment.Queued);
    }

    private static async Task IssuedAsync(ClaimStage stage)
    {
        await stage.OpenAsync();
        await stage.PressAsync(ClaimMoment.Issued);
    }

    private static async Task IssuedWithQrAsync(ClaimStage stage)
    {
        await IssuedAsync(stage);
        await stage.Page.Locator("#coupon summary").ClickAsync();
        await stage.Page.WaitForFunctionAsync("() => document.querySelector('#coupon .qr img').naturalWidth > 0");
    }

    private static async Task RevokedAsync(ClaimStage stage)
    {
        await IssuedAsync(stage);
        await stage.Site.RevokeAsync(stage.Slug, 1);
        await stage.Page.ReloadAsync();
        await stage.ShowsAsync(ClaimMoment.Revoked);
    }

    // Come only of faults and outages that outlast a claim's time to live: the row is played. That they come about is the draining tests' business.
    private static async Task RecordedAsync(ClaimStage stage, string status, ClaimMoment moment)
    {
        await stage.PublishAsync();
        await stage.Context.RouteAsync(IsMine, route => route.Request.Url.EndsWith("me", StringComparison.Ordinal)
            ? route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = $$"""{"campaign":"x","status":"{{status}}","ticket":1763850000123456}""" })
            : Task.CompletedTask);
        await stage.GoAsync();
        await stage.ShowsAsync(moment);
    }

    private static bool IsMine(string url) => url.EndsWith("/claims/me", StringComparison.Ordinal) || url.EndsWith("/claims/me/events", StringComparison.Ordinal);

    private static async Task PausedAsync(ClaimStage stage)
    {
        await stage.OpenAsync();
        await stage.ShowsAsync(ClaimMoment.Open);
        await stage.Site.PauseAsync(stage.Slug);
        await stage.PressAsync(ClaimMoment.Paused);
    }

    private static async Task ReopenedAsync(ClaimStage stage)
    {
        await PausedAsync(stage);
        await stage.Site.ResumeAsync(stage.Slug);
        await stage.ShowsAsync(ClaimMoment.Reopened);
    }

    private static async Task SoldOutAsync(ClaimStage stage)
    {
        await stage.PublishAsync(new TestOffer { Quantity = 1 });
        using HttpResponseMessage _ = await stage.Site.ClaimAsync(stage.Slug, "quicker");
        await stage.GoAsync();
        await stage.ShowsAsync(ClaimMoment.SoldOut);
    }

    private static async Task AddedAsync(ClaimStage stage)
    {
        await SoldOutAsync(stage);
        await stage.Site.RaiseAsync(stage.Slug, 10);
        await stage.ShowsAsync(ClaimMoment.Added);
    }

    private static async Task ClosedAsync(ClaimStage stage)
    {
        await stage.OpenAsync();
        await stage.ShowsAsync(ClaimMoment.Open);
        await stage.Site.CloseAsync(stage.Slug);
        await stage.PressAsync(ClaimMoment.Closed);
    }

    private static async Task CarriedAsync(ClaimStage stage, ClaimMoment moment)
    {
        await stage.PublishAsync();
        await stage.Page.GotoAsync($"/c/{stage.Slug}/me?after={moment.Key()}");
        await stage.ShowsAsync(moment);
    }

    private static async Task MyCouponsAsync(ClaimStage stage)
    {
        await IssuedAsync(stage);
        await stage.PublishAsync();
        await stage.HoldAsync();
        await stage.GoAsync();
        await stage.PressAsync(ClaimMoment.Queued);
        await stage.Page.GotoAsync("/my/coupons");
    }
}
