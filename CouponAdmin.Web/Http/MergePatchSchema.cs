using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CouponAdmin.Web.Http;

/// <summary>Describes a merge patch as the value that it patches, with every field left to the caller's choice.</summary>
internal static class MergePatchSchema
{
    public static async Task FillAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        Type type = context.JsonTypeInfo.Type;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(MergePatch<>))
        {
            return;
        }

        OpenApiSchema value = await context.GetOrCreateSchemaAsync(type.GetGenericArguments()[0], cancellationToken: cancellationToken);
        (schema.Type, schema.Properties, schema.Required) = (JsonSchemaType.Object, value.Properties, null);
        schema.Examples = [new JsonObject { ["description"] = "The first thousand get 10 % off, today only." }];
    }
}
