using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.OpenApi;

namespace CouponAdmin.Web.Http.Description;

/// <summary>On a parameter whose text is one of an enum's names, as the interface writes them. In the document they are a list with a name, so that a generated client has a type for it.</summary>
/// <param name="type">The enum.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class WordsOfAttribute(Type type) : Attribute
{
    /// <summary>Names that are no answer to this parameter.</summary>
    public string[] Except { get; init; } = [];

    /// <summary>The attribute of a parameter; null: any text may stand there.</summary>
    public static WordsOfAttribute? Of(ApiParameterDescription? parameter) =>
        (parameter?.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo.GetCustomAttributes(inherit: true).OfType<WordsOfAttribute>().FirstOrDefault();

    /// <summary>The list, which stands once in the document.</summary>
    public IOpenApiSchema SchemaIn(OpenApiDocument document)
    {
        // Beside the list of the same enum in bodies, which may have more words.
        string name = $"{type.Name}Parameter";
        document.AddComponent(name, new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = "The words that the parameter takes.",
            Enum = [.. Enum.GetNames(type).Except(Except, StringComparer.Ordinal).Select(word => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(word))],
        });
        return new OpenApiSchemaReference(name, document);
    }
}
