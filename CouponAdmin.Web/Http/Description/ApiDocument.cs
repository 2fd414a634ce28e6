using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CouponAdmin.Web.Http.Description;

/// <summary>The document of the interface, <c>/openapi/v1.json</c>. What operations have in common is said here once, so that a new endpoint is described without a word of its own.</summary>
internal static class ApiDocument
{
    private const string About =
        "First-come-first-served coupons: campaigns, claims, coupons and redemptions. Refusals are problem details (RFC 9457) with a stable `code`. "
        + "Values that are null are left out of answers. Amounts are whole numbers of the currency's smallest unit. "
        + "Requests with unknown fields or parameters are refused. Any address can also answer 400 `no-host`, 405 `method-not-allowed` and 431 `headers-too-large`.";

    public static void AddApiDocument(this IServiceCollection services)
    {
        ApiExamples examples = new();
        SchemaShapes shapes = new(examples);
        services.AddSingleton(examples);
        services.AddOpenApi(options =>
        {
            options.CreateSchemaReferenceId = shapes.IdOf;
            options.AddSchemaTransformer(SchemaShapes.ApplyScalarAsync);
            options.AddOperationTransformer(OperationConventions.ApplyAsync);
            options.AddDocumentTransformer(shapes.ApplyObjectsAsync);
            options.AddDocumentTransformer(ApplyAsync);
        });
    }

    private static Task ApplyAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "CouponAdmin",
            Version = typeof(ApiDocument).Assembly.GetName().Version?.ToString(3) ?? "0",
            Summary = "The interface for programs",
            Description = About,
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };

        // Relative: the document is the same wherever the product runs.
        document.Servers = [new OpenApiServer { Url = "/", Description = "Where this document was read." }];
        HashSet<string> used = [.. document.Paths.Values.SelectMany(path => path.Operations ?? []).SelectMany(operation => operation.Value.Tags ?? new HashSet<OpenApiTagReference>()).Select(tag => tag.Name!)];
        document.Tags = new SortedSet<OpenApiTag>(ApiTags.All.Where(tag => used.Contains(tag.Name)).Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }), new InOrderOfTheList());
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = OperationRights.Schemes();
        CloseCodes(document);

        // The framework's own envelope of an event, which no operation shows.
        document.Components.Schemas?.Remove("SseItemOfObject");
        document.Components.Schemas = new SortedDictionary<string, IOpenApiSchema>(document.Components.Schemas ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal), StringComparer.Ordinal);
        return Task.CompletedTask;
    }

    private static void CloseCodes(OpenApiDocument document)
    {
        if (document.Components?.Schemas?.TryGetValue(nameof(Problem), out IOpenApiSchema? problem) == true && problem.Properties?["code"] is OpenApiSchema code)
        {
            code.Enum = [.. ProblemCodes.All.Keys.Select(word => (JsonNode)word)];
        }
    }

    private sealed class InOrderOfTheList : IComparer<OpenApiTag>
    {
        public int Compare(OpenApiTag? x, OpenApiTag? y) => IndexOf(x).CompareTo(IndexOf(y));

        private static int IndexOf(OpenApiTag? tag) => ApiTags.All.Select(known => known.Name).ToList().IndexOf(tag?.Name ?? "");
    }
}
