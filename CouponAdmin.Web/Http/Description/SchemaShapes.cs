using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CouponAdmin.Web.Http.Description;

/// <summary>Makes schemas say what the interface does: what is always there, what may be left out, what may be null, and of which one type a value is.</summary>
internal sealed class SchemaShapes(ApiExamples examples)
{
    private readonly ConcurrentDictionary<string, JsonTypeInfo> _types = new(StringComparer.Ordinal);

    /// <summary>The framework's own name of a type's schema; which type it was is kept.</summary>
    public string? IdOf(JsonTypeInfo type)
    {
        string? id = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        if (id is not null)
        {
            _types[id] = type;
        }

        return id;
    }

    /// <summary>A value of one type: numbers are read from texts too, which is no reason to write them so; enums are words; moments have a converter of their own, of which the framework knows nothing.</summary>
    public static Task ApplyScalarAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        JsonSchemaType none = schema.Type is { } types ? types & JsonSchemaType.Null : default;
        if (schema.Type is { } all && all.HasFlag(JsonSchemaType.String) && (all.HasFlag(JsonSchemaType.Integer) || all.HasFlag(JsonSchemaType.Number)))
        {
            schema.Type = all & ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        Type type = context.JsonTypeInfo.Type;
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(DateTimeOffset))
        {
            schema.Type = type == plain ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
        }
        else if (plain.IsEnum)
        {
            schema.Type = JsonSchemaType.String | none;
            schema.Enum = schema.Enum?.Where(word => word is not null && word.GetValueKind() == System.Text.Json.JsonValueKind.String).ToList();
        }

        return Task.CompletedTask;
    }

    /// <summary>Objects, once all are known: answers leave out what is null, and requests may.</summary>
    public Task ApplyObjectsAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        HashSet<Type> asked = Reachable(context.DescriptionGroups.SelectMany(group => group.Items).SelectMany(operation => operation.ParameterDescriptions)
            .Where(parameter => parameter.Source == BindingSource.Body).Select(parameter => parameter.Type));
        foreach ((string id, IOpenApiSchema schema) in document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))
        {
            if (string.IsNullOrEmpty(schema.Description) && FieldWords.Lists.TryGetValue(id, out string? words))
            {
                schema.Description = words;
            }

            if (_types.TryGetValue(id, out JsonTypeInfo? patch) && patch.Type.IsGenericType && patch.Type.GetGenericTypeDefinition() == typeof(MergePatch<>))
            {
                foreach ((string name, IOpenApiSchema field) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))
                {
                    Tell(field, name);
                }
            }

            if (schema is OpenApiSchema shape && _types.TryGetValue(id, out JsonTypeInfo? type) && type.Kind == JsonTypeInfoKind.Object)
            {
                Describe(shape, type, isRequest: asked.Contains(type.Type));
            }
        }

        return Task.CompletedTask;
    }

    private void Describe(OpenApiSchema schema, JsonTypeInfo type, bool isRequest)
    {
        schema.Required = new SortedSet<string>(StringComparer.Ordinal);

        // Answers may get more fields in a later version; requests with unknown fields are refused.
        schema.AdditionalPropertiesAllowed = !isRequest;
        if (examples.Of(type.Type) is { } example)
        {
            schema.Examples = [example];
        }

        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (schema.Properties?.TryGetValue(property.Name, out IOpenApiSchema? value) != true)
            {
                continue;
            }

            Tell(value!, property.Name);
            bool isRequired = IsRequired(property, isRequest);
            if (isRequired)
            {
                schema.Required.Add(property.Name);
            }

            if (isRequired || !isRequest)
            {
                schema.Properties![property.Name] = WithoutNull(value!);
            }
        }
    }

    private static void Tell(IOpenApiSchema value, string name)
    {
        if (string.IsNullOrEmpty(value.Description) && FieldWords.Fields.TryGetValue(name, out string? words))
        {
            value.Description = words;
        }
    }

    private static bool IsRequired(JsonPropertyInfo property, bool isRequest) => isRequest
        ? property.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: true) == true
        : !property.IsGetNullable && (property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is null : true);

    private static IOpenApiSchema WithoutNull(IOpenApiSchema schema)
    {
        if (schema.OneOf is { Count: 2 } choices && choices.FirstOrDefault(choice => choice.Type != JsonSchemaType.Null) is OpenApiSchemaReference reference)
        {
            if (schema.Description is { } told)
            {
                reference.Description = told;
            }

            return reference;
        }

        if (schema is OpenApiSchema { Type: { } type } inline)
        {
            inline.Type = type & ~JsonSchemaType.Null;
        }

        return schema;
    }

    private static HashSet<Type> Reachable(IEnumerable<Type> roots)
    {
        HashSet<Type> found = [];
        Queue<Type> next = new(roots);
        while (next.TryDequeue(out Type? type))
        {
            JsonTypeInfo info = ApiJson.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
            if (info.Kind == JsonTypeInfoKind.Object && found.Add(info.Type))
            {
                foreach (JsonPropertyInfo property in info.Properties)
                {
                    next.Enqueue(property.PropertyType);
                }
            }
            else if (info.Kind == JsonTypeInfoKind.Enumerable && info.ElementType is { } element)
            {
                next.Enqueue(element);
            }
        }

        return found;
    }
}
