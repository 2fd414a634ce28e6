using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace CouponAdmin.Web.Http.Description;

/// <summary>What every operation of the document has, made from its endpoint: a name, who may use it, its refusals, and how its parameters and bodies are written.</summary>
internal static class OperationConventions
{
    private const string ProblemType = "application/problem+json";
    private const string Json = "application/json";
    private const string Csv = "text/csv";

    public static Task ApplyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        ApiDescription endpoint = context.Description;
        IList<object> metadata = endpoint.ActionDescriptor.EndpointMetadata;
        OpenApiDocument document = context.Document!;
        operation.OperationId ??= OperationNames.Of(endpoint.HttpMethod!, endpoint.RelativePath!);
        operation.Description = operation.Description is { Length: > 0 } told ? $"{told}\n\n{OperationRights.SentenceOf(metadata)}" : OperationRights.SentenceOf(metadata);
        operation.Security = OperationRights.RequirementsOf(metadata, document);
        DescribeParameters(operation, endpoint, document);
        operation.Responses ??= [];
        DescribeFiles(operation, metadata);
        DescribeStreams(operation, metadata);
        DescribeSuccess(operation, metadata);
        foreach ((int status, SortedSet<string> codes) in OperationRefusals.Of(endpoint))
        {
            operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = Refusal(status, codes, document);
        }

        KeyValuePair<string, IOpenApiResponse>[] inOrder = [.. operation.Responses.OrderBy(answer => answer.Key, StringComparer.Ordinal)];
        operation.Responses = [];
        Array.ForEach(inOrder, answer => operation.Responses.Add(answer.Key, answer.Value));
        return Task.CompletedTask;
    }

    private static OpenApiResponse Refusal(int status, SortedSet<string> codes, OpenApiDocument document) => new()
    {
        Description = $"{ReasonPhrases.GetReasonPhrase(status)}. {string.Join(" ", codes.Select(code => $"`{code}`: {ProblemCodes.MeaningOf(code)}"))}",
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            [ProblemType] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(nameof(Problem), document) },
        },
        Headers = HeadersOf(status),

        // The list that the description tells in words.
        Extensions = new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal)
        {
            ["x-codes"] = new JsonNodeExtension(new JsonArray([.. codes.Select(code => (JsonNode)code)])),
        },
    };

    private static void DescribeParameters(OpenApiOperation operation, ApiDescription endpoint, OpenApiDocument document)
    {
        foreach (OpenApiParameter parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            string name = parameter.Name ?? "";
            parameter.Description ??= (parameter.In == ParameterLocation.Path ? FieldWords.InPath : FieldWords.Asked).GetValueOrDefault(name);
            if (WordsOfAttribute.Of(endpoint.ParameterDescriptions.FirstOrDefault(p => p.Name == name)) is { } words)
            {
                parameter.Schema = words.SchemaIn(document);
            }
        }
    }

    private static Dictionary<string, IOpenApiHeader>? HeadersOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Header("WWW-Authenticate", "The scheme that is asked for: `Bearer`.", JsonSchemaType.String),
        StatusCodes.Status503ServiceUnavailable => WhenToComeBack(),
        StatusCodes.Status429TooManyRequests => WithLimits(WhenToComeBack()),
        _ => null,
    };

    private static Dictionary<string, IOpenApiHeader> WhenToComeBack() => Header("Retry-After", "Seconds to wait before the next try.", JsonSchemaType.Integer);

    private static Dictionary<string, IOpenApiHeader> WithLimits(Dictionary<string, IOpenApiHeader> headers)
    {
        foreach ((string name, string meaning) in RateLimitHeaders.All)
        {
            headers.Add(name, new OpenApiHeader
            {
                Description = meaning,
                Schema = new OpenApiSchema { Type = name == RateLimitHeaders.Policy ? JsonSchemaType.String : JsonSchemaType.Integer },
            });
        }

        return headers;
    }

    private static Dictionary<string, IOpenApiHeader> Header(string name, string description, JsonSchemaType type) => new(StringComparer.Ordinal)
    {
        [name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = type } },
    };

    private static void DescribeFiles(OpenApiOperation operation, IList<object> metadata)
    {
        if (metadata.OfType<CsvFileShape>().LastOrDefault() is { } file)
        {
            operation.Responses![Success] = new OpenApiResponse
            {
                Description = $"A CSV file in UTF-8 (RFC 4180). Its first line names the columns: {string.Join(", ", file.Columns)}.",
                Content = Text(Csv, "The lines of the file.", file.Example),
                Headers = Header("Content-Disposition", "The file's name.", JsonSchemaType.String),
            };
        }
    }

    private static void DescribeStreams(OpenApiOperation operation, IList<object> metadata)
    {
        if (metadata.OfType<EventStreamShape>().LastOrDefault() is { } stream)
        {
            operation.Responses![Success] = new OpenApiResponse
            {
                Description = $"Server-sent events. {string.Join(" ", stream.Events.Select(e => $"`{e.Name}`: {e.Data}"))}",
                Content = Text("text/event-stream", "Events as the HTML standard writes them: the name in `event`, JSON in `data`.", stream.Example),
            };
        }
    }

    private const string Success = "200";

    // Generators take "binary" as a stream of bytes; as plain text they would read it as JSON.
    private static Dictionary<string, OpenApiMediaType> Text(string type, string description, string example) => new(StringComparer.Ordinal)
    {
        [type] = new OpenApiMediaType
        {
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = description },
            Example = example,
        },
    };

    private static void DescribeSuccess(OpenApiOperation operation, IList<object> metadata)
    {
        foreach ((string status, IOpenApiResponse answer) in operation.Responses!)
        {
            if (answer is not OpenApiResponse response)
            {
                continue;
            }

            int number = int.Parse(status, CultureInfo.InvariantCulture);
            string? told = metadata.OfType<IProducesResponseTypeMetadata>().LastOrDefault(answered => answered.StatusCode == number && answered.Description is not null)?.Description;
            response.Description = (told, status) switch
            {
                ({ } words, _) => words,
                (null, "201") => "Made.",
                (null, "202") => "Saved. It takes effect as soon as the store answers; don't repeat it.",
                _ => response.Description,
            };
            foreach (AnswerHeader header in metadata.OfType<AnswerHeader>().Where(header => header.IsOn(number, response)))
            {
                response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
                response.Headers[header.Name] = new OpenApiHeader { Description = header.Description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
            }
        }
    }
}
