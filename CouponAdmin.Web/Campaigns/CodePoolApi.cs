using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json.Nodes;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Idempotency;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Pools;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using CouponAdmin.Web.Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace CouponAdmin.Web.Campaigns;

/// <summary>A campaign's own codes over HTTP: send a file of them, look how many are left, or let codes be generated again.</summary>
internal static class CodePoolApi
{
    private const string Csv = "text/csv";
    private const string Text = "text/plain";

    /// <summary>Routed by the address alone, so that another kind of body is refused by name, and only to whoever may send one.</summary>
    private const string AnyType = "*/*";

    /// <param name="admin">The operators' campaigns.</param>
    public static void MapCodePool(this RouteGroupBuilder admin)
    {
        // It judges its key itself: the key is a column of the import, kept as long as the codes, and the file is never held as a whole.
        admin.MapPost(Routes.AdminCodePool, ImportAsync).ForOperators().NeedsNoKey().Refuses(RefusalKind.WrongState, RefusalKind.ImportUnderWay, RefusalKind.NoCodeTaken)
            .Accepts<string>(Csv, Text, AnyType).AddOpenApiOperationTransformer(DescribeFileAsync)
            .WithMetadata(new RequestSizeLimitAttribute(CodePoolRules.FileBytesMax))
            .WithMetadata(new AnswerHeader(IdempotentPosts.RepeatedHeader, "`true` on an answer that the same key had before."))
            .WithSummary("Put the codes of this file into the campaign's pool, behind those that it has: one a line, up to 1,000,000; of CSV the column `code`, or the first.");
        admin.MapGet(Routes.AdminCodePool, FindAsync).WithSummary("How many codes the campaign's pool has, and how many are left.");
        admin.MapDelete(Routes.AdminCodePool, (string slug, [FromHeader(Name = VersionTag.IfMatch)] string? ifMatch, RemoveCodePool remove, ClaimsPrincipal user, CancellationToken ct) =>
            CampaignApi.AnswerAsync(slug, ifMatch, seen => remove.ExecuteAsync(seen, user.ActorOf(), ct))).ForOperators().Refuses(RefusalKind.WrongState)
            .WithSummary("Remove the pool before the sale opens: codes are generated.");
    }

    private static async Task<Results<Ok<CodeImportAnswer>, ProblemHttpResult>> ImportAsync(
        string slug, [FromHeader(Name = VersionTag.IfMatch)] string? ifMatch,
        [Required, FromHeader(Name = IdempotencyRules.KeyField), Description("Chosen by the asker for this one file, 1–200 visible ASCII characters, such as a UUID; send the same again after a lost answer.")] string? key,
        HttpContext context, ImportCodes import, CancellationToken ct)
    {
        if (!CampaignTag.TryRead(slug, ifMatch, out CampaignSeen seen))
        {
            return VersionTag.Unreadable();
        }

        if (KindOf(context.Request) is not { } kind)
        {
            return Problems.OtherBody([Csv, Text]);
        }

        Result<CodeImportAnswer> result = await import.ExecuteAsync(seen, key, context.Request.Body, kind, context.User.ActorOf(), progress: null, ct);
        if (result.Value is { IsRepeated: true })
        {
            context.Response.Headers[IdempotentPosts.RepeatedHeader] = "true";
        }

        return result.TryGet(out CodeImportAnswer? answer, out Refusal? refusal) ? TypedResults.Ok(answer) : Problems.Of(refusal);
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
                [Csv] = FileOf("code\r\nGIFT-8F2K-71QX\r\nGIFT-09TM-PL3Z\r\n"),
                [Text] = FileOf("GIFT-8F2K-71QX\nGIFT-09TM-PL3Z\n"),
            },
        };
        return Task.CompletedTask;

        static OpenApiMediaType FileOf(string example) => new()
        {
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The file, in UTF-8.", Examples = [JsonValue.Create(example)] },
        };
    }

    private static async Task<Results<Ok<CodePoolView>, ProblemHttpResult>> FindAsync(string slug, CodePoolViews pools, CancellationToken ct) =>
        await pools.FindAsync(slug, ct) is { } view ? TypedResults.Ok(view) : Problems.UnknownCampaign(slug);
}
