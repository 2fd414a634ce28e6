using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.ApiClients;
using CouponAdmin.Tests.Attacks;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Tests.House;
using CouponAdmin.Web.Http;

namespace CouponAdmin.Tests.Description;

/// <summary>The interface's document is in the repository, says all that a client generator needs, and is true.</summary>
public sealed partial class DocumentTests
{
    private const string WriteVariable = "COUPONADMIN_WRITE_OPENAPI";

    // As people read it: with its own letters, and a line for each value.
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Document_WhenTheProductWritesIt_IsTheOneInTheRepository()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string made = JsonSerializer.Serialize((await product.Sale.GetAsync("/openapi/v1.json")).Is(200).Json, Readable) + "\n";
        if (Environment.GetEnvironmentVariable(WriteVariable) is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(SourceTree.Root, Document.Path), made);
        }

        Assert.True(made == SourceTree.Read(Document.Path), $"{Document.Path} is not what the product writes; bash eng/openapi.sh writes it anew.");
    }

    [Fact]
    public void Operations_WhenRead_AreNamedAndSecuredAndTellTheirRefusals() => Violations.None(Document.InTheRepository.Operations.SelectMany(operation =>
    {
        JsonElement json = operation.Json;
        string id = json.GetProperty("operationId").GetString()!;
        string[] answers = [.. json.GetProperty("responses").EnumerateObject().Select(answer => answer.Name)];
        return new (bool IsWrong, string What)[]
        {
            (!Name().IsMatch(id), $"{id} is no name"),
            (json.GetProperty("tags").GetArrayLength() != 1, "is not in one part"),
            (!json.TryGetProperty("summary", out _), "has no summary"),
            (Wanted(operation) != SecurityOf(json), $"asks for {SecurityOf(json)} instead of {Wanted(operation)}"),
            (!answers.Any(status => status[0] == '4') || !answers.Contains("500") || !answers.Contains("503"), $"tells {string.Join(", ", answers)} alone"),
            (json.TryGetProperty("requestBody", out JsonElement body) && !body.GetProperty("required").GetBoolean(), "may have no body"),
        }.Where(rule => rule.IsWrong).Select(rule => $"{operation.Name} {rule.What}");
    }));

    [Fact]
    public void Words_WhenRead_AreThereForEveryParameterFieldAndBody()
    {
        Document document = Document.InTheRepository;
        IEnumerable<string> parameters = document.Operations.Where(operation => operation.Json.TryGetProperty("parameters", out _))
            .SelectMany(operation => operation.Json.GetProperty("parameters").EnumerateArray().Where(p => !IsTold(document, p)).Select(p => $"{operation.Name}: {p.GetProperty("name")}"));
        IEnumerable<string> fields = document.Schemas.SelectMany(schema => schema.Schema.TryGetProperty("properties", out JsonElement all)
            ? all.EnumerateObject().Where(field => !IsTold(document, field.Value)).Select(field => $"{schema.Name}.{field.Name}")
            : []);
        IEnumerable<string> bodies = document.Operations.Where(operation => operation.Json.TryGetProperty("requestBody", out _))
            .Select(operation => (operation.Name, Schema: document.Resolve(operation.Json.GetProperty("requestBody").GetProperty("content").EnumerateObject().First().Value.GetProperty("schema"))))
            .Where(body => !body.Schema.TryGetProperty("examples", out _)).Select(body => $"{body.Name}: its body has no example");

        Violations.None([.. parameters.Concat(fields).Select(what => $"{what} has no description"), .. bodies, .. document.Schemas.Where(s => !IsTold(document, s.Schema)).Select(s => $"{s.Name} has no description")]);
    }

    [Fact]
    public void Values_WhenRead_AreOfOneTypeAndExamplesFitThem()
    {
        Document document = Document.InTheRepository;
        SchemaJudge judge = new(document);
        Violations.None(
        [
            .. TypesIn(document.Root).Where(type => type.Contains("string", StringComparer.Ordinal) && (type.Contains("integer", StringComparer.Ordinal) || type.Contains("number", StringComparer.Ordinal)))
                .Select(type => $"a value is {string.Join(" or ", type)}"),
            .. document.Schemas.Where(schema => schema.Schema.TryGetProperty("enum", out _) && schema.Schema.GetProperty("type").ToString() != "string").Select(schema => $"{schema.Name} is no list of words"),
            .. document.Schemas.Where(schema => schema.Schema.TryGetProperty("examples", out _))
                .SelectMany(schema => schema.Schema.GetProperty("examples").EnumerateArray().SelectMany(example => judge.FaultsOf(schema.Schema, example)).Select(fault => $"{schema.Name}'s example: {fault}")),
        ]);
    }

    /// <summary>A code that the source names beside its status, in <c>Problems.Make(…)</c> or <c>new RefusesWith(…)</c>. The console's circuits have codes of their own.</summary>
    /// <summary>Generators write null where nothing was set.</summary>
    [Fact]
    public void Fields_OfRequests_AreRequiredOrMayBeNull()
    {
        Document document = Document.InTheRepository;
        SchemaJudge judge = new(document);
        JsonElement nothing = JsonDocument.Parse("null").RootElement;
        Violations.None(document.Schemas.Where(schema => schema.Schema.TryGetProperty("additionalProperties", out JsonElement others) && others.ValueKind == JsonValueKind.False)
            .SelectMany(schema => schema.Schema.GetProperty("properties").EnumerateObject()
                .Where(field => IsRequired(schema.Schema, field.Name) != judge.FaultsOf(field.Value, nothing).Any()).Select(field => $"{schema.Name}.{field.Name}")));
    }

    [Fact]
    public void Codes_InTheSource_AreTheClosedList()
    {
        string[] files = [.. SourceTree.Files(".cs", "CouponAdmin.Web").Where(path => Path.GetFileName(path) is not ("ProblemCodes.cs" or "CircuitDoor.cs"))];
        string all = string.Concat(files.Select(SourceTree.Read).Append(SourceTree.Read("CouponAdmin.Core/Issuance/ClaimCodes.cs")));
        string[] named = [.. files.Select(SourceTree.Read).SelectMany(text => Code().Matches(text)).Select(match => match.Groups["code"].Value).Distinct(StringComparer.Ordinal)];

        Assert.True(named.Length > 30, "Where have the codes gone?");
        Violations.None(
        [
            .. named.Where(code => !ProblemCodes.All.ContainsKey(code)).Select(code => $"{code} is not in {nameof(ProblemCodes)}"),
            .. ProblemCodes.All.Keys.Where(code => !all.Contains($"\"{code}\"", StringComparison.Ordinal)).Select(code => $"nothing answers {code}"),
        ]);
    }

    [Theory]
    [InlineData("""{"campaign":"x","status":"issued","ticket":5}""", 200, null)]
    [InlineData("""{"campaign":"x","status":"issued","ticket":"5"}""", 200, "ticket")]
    [InlineData("""{"campaign":"x","status":2,"ticket":5}""", 200, "status")]
    [InlineData("""{"campaign":"x","status":"Issued","ticket":5}""", 200, "status")]
    [InlineData("""{"campaign":"x","status":"issued"}""", 200, "ticket is missing")]
    [InlineData("""{"campaign":"x","status":"issued","ticket":5,"colour":"red"}""", 200, "colour isn't described")]
    [InlineData("""{"campaign":"x","status":"issued","ticket":5,"number":null}""", 200, "number")]
    [InlineData("""{"campaign":"x","status":"issued","ticket":5}""", 204, "status is not described")]
    public void FaultOf_WhenAnAnswerIsAnother_NamesIt(string body, int status, string? fault)
    {
        Document document = Document.InTheRepository;
        string? found = DescribedAnswers.FaultOf(document, document.Find("GET", "/api/v1/campaigns/x/claims/me")!, status, "application/json", body);

        Assert.True(fault is null ? found is null : found?.Contains(fault, StringComparison.Ordinal) == true, found);
    }

    private static bool IsTold(Document document, JsonElement value) => value.TryGetProperty("description", out _) || document.Resolve(value).TryGetProperty("description", out _);

    private static bool IsRequired(JsonElement schema, string field) => schema.TryGetProperty("required", out JsonElement all) && all.EnumerateArray().Any(name => name.GetString() == field);

    private static string Wanted(DescribedOperation operation)
    {
        Least? least = Endpoints.All.Where(e => $"{e.Method} {e.Path}" == operation.Name).Select(e => (Least?)e.Least).SingleOrDefault();
        string role = least is null or Least.Anybody or Least.Client ? "" : "bearer ";
        return ScopedEndpoints.All.TryGetValue(operation.Name, out string? scope) ? $"{role}clientCredentials {scope}" : least is null ? "clientSecret" : role.Trim();
    }

    private static string SecurityOf(JsonElement operation) => string.Join(' ', operation.GetProperty("security").EnumerateArray()
        .SelectMany(way => way.EnumerateObject()).SelectMany(way => way.Value.EnumerateArray().Select(scope => scope.GetString()!).Prepend(way.Name)));

    private static IEnumerable<string[]> TypesIn(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(field => field is { Name: "type", Value.ValueKind: JsonValueKind.Array } ? [[.. field.Value.EnumerateArray().Select(t => t.GetString()!)]] : TypesIn(field.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(TypesIn),
        _ => [],
    };

    [GeneratedRegex("^[a-z][A-Za-z]{3,40}$")]
    private static partial Regex Name();

    [GeneratedRegex("(Status[0-9]{3}[A-Za-z]+|\\.StatusCode), \"(?<code>[a-z-]+)\"|Conflict\\(\"(?<code>[a-z-]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();
}
