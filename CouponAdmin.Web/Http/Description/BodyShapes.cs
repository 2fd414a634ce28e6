using Microsoft.OpenApi;

namespace CouponAdmin.Web.Http.Description;

/// <summary>On an endpoint that answers with a CSV file.</summary>
/// <param name="Columns">As its first line names them.</param>
/// <param name="Row">One row of it, for the example.</param>
internal sealed record CsvFileShape(IReadOnlyList<string> Columns, string Row)
{
    public string Example => $"{string.Join(',', Columns)}\r\n{Row}\r\n";
}

/// <summary>On an endpoint that answers with server-sent events.</summary>
/// <param name="Example">A few events as they come.</param>
/// <param name="Events">Each event's name, and what its data is.</param>
internal sealed record EventStreamShape(string Example, params (string Name, string Data)[] Events);

/// <summary>On an endpoint: a header of its answers.</summary>
/// <param name="Name">The header.</param>
/// <param name="Description">What it holds.</param>
/// <param name="Body">Only on answers with this body; null: on every answer that isn't a refusal.</param>
internal sealed record AnswerHeader(string Name, string Description, Type? Body = null)
{
    public bool IsOn(int status, OpenApiResponse response) => status < StatusCodes.Status300MultipleChoices
        && (Body is null || (response.Content ?? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)).Values.Any(content => content.Schema is OpenApiSchemaReference { Reference.Id: var id } && id == Body.Name));
}
