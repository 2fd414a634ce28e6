using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace CouponAdmin.Web.Http;

/// <summary>A field of a body that nothing reads, told with the nearest that something does.</summary>
internal static partial class UnknownField
{
    /// <summary>Null when the body can't be read for another reason.</summary>
    public static ProblemHttpResult? Of(HttpContext context, JsonException exception)
    {
        // The serializer tells the field and its owner in words alone, and its path ends at the field before.
        Match told = Unmapped().Match(exception.Message);
        Endpoint? endpoint = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.GetEndpoint();
        if (!told.Success || endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is not { } body)
        {
            return null;
        }

        string name = told.Groups["name"].Value;
        (string path, IReadOnlyCollection<string> known) = Find(body, told.Groups["type"].Value, "") ?? ("", []);
        return Problems.InvalidFields(new Dictionary<string, string>(StringComparer.Ordinal) { [path + name] = KnownWords.Instead(name, known, path) });
    }

    // Bodies are records of records: none holds itself.
    private static (string Path, IReadOnlyCollection<string> Known)? Find(Type type, string wanted, string path)
    {
        JsonTypeInfo info = ApiJson.Options.GetTypeInfo(type);
        if (type.ToString() == wanted)
        {
            return (path, [.. info.Properties.Select(property => property.Name)]);
        }

        return info.Kind == JsonTypeInfoKind.Object
            ? info.Properties.Select(property => Find(property.PropertyType, wanted, $"{path}{property.Name}.")).FirstOrDefault(found => found is not null)
            : null;
    }

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped to any \\.NET member contained in type '(?<type>[^']*)'", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.Singleline)]
    private static partial Regex Unmapped();
}
