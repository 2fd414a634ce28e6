using System.Security.Claims;
using System.Text.Json.Nodes;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Eligibility;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace CouponAdmin.Web.Campaigns;

/// <summary>Who may claim in a campaign, over HTTP: send a list of members, look how many are on it, or let everyone claim again.</summary>
internal static class MemberListApi
{
    private const string Csv = "text/csv";
    private const string Text = "text/plain";

    /// <summary>Routed by the address alone, so that another kind of body is refused by name, and only to whoever may send one.</summary>
    private const string AnyType = "*/*";

    /// <param name="admin">The operators' campaigns.</param>
    public static void MapMemberList(this RouteGroupBuilder admin)
    {
        admin.MapPut(Routes.AdminMemberList, ReplaceAsync).ForOperators().Refuses(RefusalKind.WrongState).Accepts<string>(Csv, Text, AnyType).AddOpenApiOperationTransformer(DescribeFileAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MemberListRules.FileBytesMax))
            .WithSummary("Let the members of this file claim, and nobody else: one id a line, up to 1,000,000; of CSV the column `member`, or the first.");
        admin.MapGet(Routes.AdminMemberList, FindAsync).WithSummary("Who may claim, and how many are on the list.");
        admin.MapDelete(Routes.AdminMemberList, (string slug, [FromHeader(Name = VersionTag.IfMatch)] string? ifMatch, RemoveMemberList remove, ClaimsPrincipal user, CancellationToken ct) =>
            CampaignApi.AnswerAsync(slug, ifMatch, seen => remove.ExecuteAsync(seen, user.ActorOf(), ct))).ForOperators().Refuses(RefusalKind.WrongState).WithSummary("Remove the list: everyone may claim.");
    }

    // The file goes from the connection into the database; it is never held as a whole.
    private static async Task<Results<Ok<MemberListImport>, Accepted<MemberListImport>, ProblemHttpResult>> ReplaceAsync(
        string slug, [FromHeader(Name = VersionTag.IfMatch)] string? ifMatch, HttpRequest request, ReplaceMemberList replace, ClaimsPrincipal user, CancellationToken ct)
    {
        if (!CampaignTag.TryRead(slug, ifMatch, out CampaignSeen seen))
        {
            return VersionTag.Unreadable();
        }

        if (KindOf(request) is not { } kind)
        {
            return Problems.OtherBody([Csv, Text]);
        }

        Result<MemberListImport> result = await replace.ExecuteAsync(seen, request.Body, kind, user.ActorOf(), progress: null, ct);
        return result.TryGet(out MemberListImport? import, out Refusal? refusal)
            ? result.IsInForce ? TypedResults.Ok(import) : TypedResults.Accepted(Routes.CampaignOf(slug), import)
            : Problems.Of(refusal);
    }

    private static ListFileKind? KindOf(HttpRequest request) =>
        !MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) ? request.ContentType is null ? ListFileKind.Text : null
        : type.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase) ? ListFileKind.Csv
        : type.MediaType.Equals(Text, StringComparison.OrdinalIgnoreCase) ? ListFileKind.Text : null;

    private static Task DescribeFileAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [Csv] = FileOf("member,name\r\nshop-4711,Anna\r\nshop-4712,Bo\r\n"),
                [Text] = FileOf("shop-4711\nshop-4712\n"),
            },
        };
        return Task.CompletedTask;

        static OpenApiMediaType FileOf(string example) => new()
        {
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The file, in UTF-8.", Examples = [JsonValue.Create(example)] },
        };
    }

    private static async Task<Results<Ok<MemberListView>, ProblemHttpResult>> FindAsync(string slug, MemberListViews lists, CancellationToken ct) =>
        await lists.FindAsync(slug, ct) is { } view ? TypedResults.Ok(view) : Problems.UnknownCampaign(slug);
}
