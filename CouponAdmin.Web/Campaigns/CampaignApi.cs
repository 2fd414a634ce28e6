using System.ComponentModel.DataAnnotations;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CouponAdmin.Web.Campaigns;

/// <summary>Campaigns over HTTP: what members may see, and what operators do.</summary>
internal static class CampaignApi
{
    /// <summary>What goes with a change of quantity.</summary>
    /// <param name="Quantity">The new quantity, not below what is given already.</param>
    /// <param name="Reason">For the audit.</param>
    public sealed record QuantityChange([property: Required] int? Quantity, [property: Required] string? Reason);

    /// <summary>Whether claims must bring the answer to a challenge.</summary>
    /// <param name="AsksProof">Whether they must.</param>
    public sealed record ChallengeSwitch([property: Required] bool? AsksProof);

    public static void MapCampaignApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder members = app.AddCampaignExamples().MapApi(ApiTags.Campaigns);
        members.MapGet(Routes.Campaigns, (CampaignCatalogue catalogue, CancellationToken ct) => catalogue.PublishedAsync(ct)).WithName("listPublishedCampaigns").WithSummary("Published campaigns, open first.");
        members.MapGet(Routes.Campaign, FindPublishedAsync).WithName("getPublishedCampaign").WithSummary("One published campaign, with the store's clock.");
        members.MapGet(Routes.CampaignEvents, FollowAsync).WithMetadata(CampaignExamples.Events).WithSummary("Server-sent events: the campaign, on each change of state or quantity.");

        RouteGroupBuilder admin = app.MapAdminApi(ApiTags.Administration).WithMetadata(CampaignTag.Header).AddEndpointFilter<RouteGroupBuilder, CampaignTag>().OpenTo(reading: ApiScope.CampaignsRead, changing: ApiScope.CampaignsManage);
        admin.MapGet(Routes.Campaigns, ListAsync).WithSummary("All campaigns, newest first.");
        admin.MapPost(Routes.Campaigns, CreateAsync).ForOperators().Refuses(RefusalKind.SlugTaken).WithSummary("Create a draft.");
        admin.MapGet(Routes.Campaign, FindAsync).WithSummary("One campaign, drafts included.");
        admin.MapPut(Routes.Campaign, (string slug, CampaignDraft draft, [FromHeader(Name = VersionTag.IfMatch)] string? ifMatch, EditCampaign edit, ClaimsPrincipal user, CancellationToken ct) =>
            AnswerAsync(slug, ifMatch, seen => edit.ExecuteAsync(seen, draft, user.ActorOf(), ct))).ForOperators().Refuses(RefusalKind.SlugTaken, RefusalKind.WrongState).WithSummary("Edit a draft.");
        admin.MapPatch(Routes.Campaign, (string slug, MergePatch<CampaignDraft> patch, [FromHeader(Name = VersionTag.IfMatch)] string? ifMatch, PatchCampaign change, ClaimsPrincipal user, CancellationToken ct) =>
            AnswerAsync(slug, ifMatch, seen => change.ExecuteAsync(seen, patch.ApplyTo, user.ActorOf(), ct))).ForOperators().Refuses(RefusalKind.SlugTaken, RefusalKind.WrongState)
            .Accepts<CampaignDraft>("application/json", MergePatch<CampaignDraft>.ContentType).WithSummary("Change some fields (RFC 7396): of a draft any, once published the texts.");
        admin.MapDelete(Routes.Campaign, DeleteAsync).ForOperators().Refuses(RefusalKind.WrongState).WithSummary("Delete a draft.");
        admin.MapPost(Routes.AdminPublish, (string slug, [FromHeader(Name = VersionTag.IfMatch)] string? ifMatch, PublishCampaign publish, ClaimsPrincipal user, CancellationToken ct) =>
            AnswerAsync(slug, ifMatch, seen => publish.ExecuteAsync(seen, user.ActorOf(), ct))).ForOperators().Refuses(RefusalKind.WrongState).WithSummary("Publish a draft, and warm it.");
        admin.MapPost(Routes.AdminWarm, WarmAsync).ForOperators().Refuses(RefusalKind.WrongState).WithSummary("Load the campaign into the store.");
        admin.MapPost(Routes.AdminPause, (string slug, [FromHeader(Name = VersionTag.IfMatch)] string? ifMatch, PauseCampaign pause, ClaimsPrincipal user, CancellationToken ct) =>
            AnswerAsync(slug, ifMatch, seen => pause.ExecuteAsync(seen, user.ActorOf(), ct))).ForOperators().Refuses(RefusalKind.WrongState).WithSummary("Stop admission until resumed.");
        admin.MapPost(Routes.AdminResume, (string slug, [FromHeader(Name = VersionTag.IfMatch)] string? ifMatch, ResumeCampaign resume, ClaimsPrincipal user, CancellationToken ct) =>
            AnswerAsync(slug, ifMatch, seen => resume.ExecuteAsync(seen, user.ActorOf(), ct))).ForOperators().Refuses(RefusalKind.WrongState).WithSummary("Admit again.");
        admin.MapPost(Routes.AdminClose, (string slug, [FromHeader(Name = VersionTag.IfMatch)] string? ifMatch, CloseCampaign close, ClaimsPrincipal user, CancellationToken ct) =>
            AnswerAsync(slug, ifMatch, seen => close.ExecuteAsync(seen, user.ActorOf(), ct))).ForOperators().Refuses(RefusalKind.WrongState).WithSummary("End the sale for good; waiting claims are still issued.");
        admin.MapPost(Routes.AdminArchive, (string slug, [FromHeader(Name = VersionTag.IfMatch)] string? ifMatch, ArchiveCampaign archive, ClaimsPrincipal user, CancellationToken ct) =>
            AnswerAsync(slug, ifMatch, seen => archive.ExecuteAsync(seen, user.ActorOf(), ct))).ForOperators().Refuses(RefusalKind.WrongState).WithSummary("Put a closed campaign out of sight.");
        admin.MapPost(Routes.AdminUnarchive, (string slug, [FromHeader(Name = VersionTag.IfMatch)] string? ifMatch, ArchiveCampaign archive, ClaimsPrincipal user, CancellationToken ct) =>
            AnswerAsync(slug, ifMatch, seen => archive.UndoAsync(seen, user.ActorOf(), ct))).ForOperators().Refuses(RefusalKind.WrongState).WithSummary("Show an archived campaign again.");
        admin.MapPut(Routes.AdminQuantity, (string slug, QuantityChange change, [FromHeader(Name = VersionTag.IfMatch)] string? ifMatch, ChangeQuantity quantity, ClaimsPrincipal user, CancellationToken ct) =>
            AnswerAsync(slug, ifMatch, seen => quantity.ExecuteAsync(seen, change.Quantity, change.Reason, user.ActorOf(), ct))).ForOperators().Refuses(RefusalKind.BelowAdmitted, RefusalKind.WrongState).WithSummary("Raise or lower the quantity.");
        admin.MapPut(Routes.AdminChallenge, (string slug, ChallengeSwitch wanted, [FromHeader(Name = VersionTag.IfMatch)] string? ifMatch, SwitchChallenge challenge, ClaimsPrincipal user, CancellationToken ct) =>
            AnswerAsync(slug, ifMatch, seen => challenge.ExecuteAsync(seen, wanted.AsksProof, user.ActorOf(), ct))).ForOperators().Refuses(RefusalKind.WrongState).WithSummary("Ask every claim for the answer to a challenge, or no longer.");
        admin.MapMemberList();
        admin.MapCodePool();
        admin.MapGet(Routes.AdminStats, StatsAsync).WithSummary("Live numbers.");
    }

    private static async Task<Results<Ok<CampaignView>, ProblemHttpResult>> FindPublishedAsync(string slug, CampaignCatalogue catalogue, CancellationToken ct) =>
        await catalogue.FindPublishedAsync(slug, ct) is { } view ? TypedResults.Ok(view) : Problems.UnknownCampaign(slug);

    private static async Task<Results<Ok<CampaignView>, ProblemHttpResult>> FindAsync(string slug, CampaignCatalogue catalogue, CancellationToken ct) =>
        await catalogue.FindAsync(slug, ct) is { } view ? TypedResults.Ok(view) : Problems.UnknownCampaign(slug);

    // The framework would bind an enum of the query by its C# name alone; states are written here as everywhere: soldOut.
    private static async Task<Results<Ok<CampaignSlice>, ProblemHttpResult>> ListAsync(
        CampaignCatalogue catalogue, CancellationToken ct, string? search = null, [WordsOf(typeof(CampaignState))] string? state = null, string? updatedSince = null, long after = 0, int? limit = null, int skip = 0, int? take = null)
    {
        CampaignState? wanted = Array.Find(Enum.GetNames<CampaignState>(), name => name.Equals(state, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse<CampaignState>(known)
            : null;

        // skip and take are the words of before; a page's next goes on from either.
        int rows = limit ?? take ?? Paging.LimitDefault;
        List<FieldProblem> problems =
        [
            .. state is not null && wanted is null ? [new FieldProblem("state", FieldRule.UnknownValue)] : Array.Empty<FieldProblem>(),
            .. Paging.Moment("updatedSince", updatedSince),
            .. Paging.Problems(after, limit ?? 1, CampaignCatalogue.PageSizeMax),
            .. Paging.InRange("skip", skip, 0, CampaignCatalogue.SkipMax),
            .. Paging.InRange("take", take ?? 1, 1, CampaignCatalogue.PageSizeMax),
        ];
        return problems.Count > 0
            ? Problems.Invalid(problems)
            : TypedResults.Ok(await catalogue.ListAsync(new CampaignFilter(search, wanted, skip, rows) { After = after, UpdatedSince = ApiMoment.Read(updatedSince).Moment }, ct));
    }

    private static async Task<Results<Created<CampaignView>, ProblemHttpResult>> CreateAsync(
        CampaignDraft draft, CreateCampaign create, ClaimsPrincipal user, CancellationToken ct)
    {
        Result<CampaignView> result = await create.ExecuteAsync(draft, user.ActorOf(), ct);
        return result.TryGet(out CampaignView? view, out Refusal? refusal) ? TypedResults.Created(Routes.CampaignOf(view.Slug), view) : Problems.Of(refusal);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string slug, [FromHeader(Name = VersionTag.IfMatch)] string? ifMatch, DeleteDraft delete, ClaimsPrincipal user, CancellationToken ct)
    {
        if (!CampaignTag.TryRead(slug, ifMatch, out CampaignSeen seen))
        {
            return VersionTag.Unreadable();
        }

        return (await delete.ExecuteAsync(seen, user.ActorOf(), ct)).TryGet(out _, out Refusal? refusal) ? TypedResults.NoContent() : Problems.Of(refusal);
    }

    private static async Task<Results<Ok<CampaignView>, ProblemHttpResult>> WarmAsync(string slug, WarmCampaign warm, ClaimsPrincipal user, CancellationToken ct)
    {
        Result<WarmReport> result = await warm.ExecuteAsync(slug, user.ActorOf(), ct);
        return result.TryGet(out WarmReport? report, out Refusal? refusal) ? TypedResults.Ok(report.Campaign) : Problems.Of(refusal);
    }

    private static async Task<Results<Ok<CampaignStats>, ProblemHttpResult>> StatsAsync(
        string slug, LivePulses pulses, CampaignCatalogue catalogue, CancellationToken ct)
    {
        if (await pulses.ReadAsync(slug, ct) is { } pulse)
        {
            return TypedResults.Ok(CampaignStats.Of(pulse));
        }

        return await catalogue.FindAsync(slug, ct) is null
            ? Problems.UnknownCampaign(slug)
            : Problems.Make(StatusCodes.Status503ServiceUnavailable, "not-ready", "The campaign is not in the store at this moment; warm it, or ask again.");
    }

    // 202: saved, and in force as soon as the store answers. Doing it again would be wrong, so it is no refusal.
    internal static async Task<Results<Ok<CampaignView>, Accepted<CampaignView>, ProblemHttpResult>> AnswerAsync(
        string slug, string? ifMatch, Func<CampaignSeen, Task<Result<CampaignView>>> act)
    {
        if (!CampaignTag.TryRead(slug, ifMatch, out CampaignSeen seen))
        {
            return VersionTag.Unreadable();
        }

        Result<CampaignView> result = await act(seen);
        return result.TryGet(out CampaignView? view, out Refusal? refusal)
            ? result.IsInForce ? TypedResults.Ok(view) : TypedResults.Accepted(Routes.CampaignOf(view.Slug), view)
            : Problems.Of(refusal);
    }

    private static async Task<Results<ServerSentEventsResult<object>, ProblemHttpResult>> FollowAsync(
        string slug, HttpContext context, CampaignCatalogue catalogue, CampaignChanges changes, EventStreams streams, CancellationToken ct) =>
        await catalogue.FindPublishedAsync(slug, ct) is { } view
            ? streams.Of(context, end => EventsAsync(changes.FollowAsync(view, end), end), ct)
            : Problems.UnknownCampaign(slug);

    private static async IAsyncEnumerable<SseItem<object>> EventsAsync(IAsyncEnumerable<CampaignView?> views, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (CampaignView? view in views.WithCancellation(ct))
        {
            yield return view is null ? new SseItem<object>(new { }, "ping") : new SseItem<object>(view, "campaign");
        }
    }
}
