using System.Security.Claims;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Eligibility;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace CouponAdmin.Web.Campaigns;

/// <summary>Who may claim in a campaign, over HTTP: send a list of members, look how many are on it, or let everyone claim again.</summary>
internal static class MemberListApi
{
    private const string IfMatch = "If-Match";
    private const string Csv = "text/csv";
    private const string Text = "text/plain";

    /// <param name="admin">The operators' campaigns.</param>
    public static void MapMemberList(this RouteGroupBuilder admin)
    {
        admin.MapPut(Routes.AdminMemberList, ReplaceAsync).ForOperators().Refuses(RefusalKind.WrongState).Accepts<string>(Csv, Text)
            .WithMetadata(new RequestSizeLimitAttribute(MemberListRules.FileBytesMax))
            .WithSummary("Let the members of this file claim, and nobody else: one id a line, up to 1,000,000; of CSV the column `member`, or the first.");
        admin.MapGet(Routes.AdminMemberList, FindAsync).WithSummary("Who may claim, and how many are on the list.");
        admin.MapDelete(Routes.AdminMemberList, (string slug, [FromHeader(Name = IfMatch)] string? ifMatch, RemoveMemberList remove, ClaimsPrincipal user, CancellationToken ct) =>
            CampaignApi.AnswerAsync(slug, ifMatch, seen => remove.ExecuteAsync(seen, user.ActorOf(), ct))).ForOperators().Refuses(RefusalKind.WrongState).WithSummary("Remove the list: everyone may claim.");
    }

    // The file goes from the connection into the database; it is never held as a whole.
    private static async Task<Results<Ok<MemberListImport>, Accepted<MemberListImport>, ProblemHttpResult>> ReplaceAsync(
        string slug, [FromHeader(Name = IfMatch)] string? ifMatch, HttpRequest request, ReplaceMemberList replace, ClaimsPrincipal user, CancellationToken ct)
    {
        if (!CampaignTag.TryRead(slug, ifMatch, out CampaignSeen seen))
        {
            return CampaignApi.UnreadableTag();
        }

        Result<MemberListImport> result = await replace.ExecuteAsync(seen, request.Body, KindOf(request), user.ActorOf(), progress: null, ct);
        return result.TryGet(out MemberListImport? import, out Refusal? refusal)
            ? result.IsInForce ? TypedResults.Ok(import) : TypedResults.Accepted(Routes.CampaignOf(slug), import)
            : Problems.Of(refusal);
    }

    private static MemberFileKind KindOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) && type.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase)
            ? MemberFileKind.Csv : MemberFileKind.Text;

    private static async Task<Results<Ok<MemberListView>, ProblemHttpResult>> FindAsync(string slug, MemberListViews lists, CancellationToken ct) =>
        await lists.FindAsync(slug, ct) is { } view ? TypedResults.Ok(view) : Problems.UnknownCampaign(slug);
}
