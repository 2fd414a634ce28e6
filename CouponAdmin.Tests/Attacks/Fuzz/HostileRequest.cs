using System.Globalization;
using System.Text;

namespace CouponAdmin.Tests.Attacks.Fuzz;

/// <summary>A request that no honest program sends, made from an operation and a seed alone: the same seed makes the same request.</summary>
internal sealed record HostileRequest(int Seed, Operation Operation, string Method, string Address, byte[]? Body, string? ContentType, string Role)
{
    /// <summary>A campaign that stands open: some requests are about something that is there.</summary>
    public const string Target = "fuzz-target";

    private static readonly string[] Roles = ["Operator", "Operator", "Operator", "Administrator", "Viewer", "Cashier", "Member", "Emperor", ""];
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"];
    private static readonly string[] ContentTypes =
        ["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=utf-16", "application/json; charset=none", "x/y", ""];

    // Never fitting for the field that breaks the body for certain, so that nothing may come of it.
    private static readonly string[] Broken = ["[]", "{}", "\"\\u0000\"", "-1", "[[[[[[1]]]]]]", "1e400", "\"\\ud800\"", "99999999999999999999999"];

    /// <summary>Whether its body can't be accepted by any operation that takes one.</summary>
    public bool HasBadBody => Operation.Fields is not null && Method == Operation.Method;

    public static HostileRequest Make(int seed, IReadOnlyList<Operation> operations)
    {
        Random random = new(seed);
        Operation operation = operations[random.Next(operations.Count)];
        string method = random.Next(20) == 0 ? Methods[random.Next(Methods.Length)] : operation.Method;
        byte[]? body = operation.Fields is { } fields ? operation.IsForm && random.Next(4) > 0 ? FormOf(random, fields) : BodyOf(random, fields) : random.Next(5) == 0 ? Encoding.UTF8.GetBytes(HostileText.Any(random).Replace("\uD800", "", StringComparison.Ordinal)) : null;
        string? contentType = random.Next(8) == 0 ? ContentTypes[random.Next(ContentTypes.Length)] : operation.BodyType;
        return new HostileRequest(seed, operation, method, AddressOf(random, operation), method is "GET" ? null : body, contentType, Roles[random.Next(Roles.Length)]);
    }

    public HttpRequestMessage Message()
    {
        HttpRequestMessage message = new(new HttpMethod(Method), new Uri(Address, UriKind.Relative));
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }

        return message;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {Seed}: {Method} {Short(Address)} as '{Role}' ({ContentType}) {Short(Body is null ? "" : Encoding.UTF8.GetString(Body))}");

    private static string Short(string text) => text.Length > 400 ? text[..400] + $"… ({text.Length})" : text;

    private static string AddressOf(Random random, Operation operation)
    {
        string path = operation.InPath.Aggregate(operation.Path, (made, name) => made.Replace($"{{{name}}}", ValueOf(random, name), StringComparison.Ordinal));
        string query = string.Join('&', operation.InQuery.Where(_ => random.Next(2) == 0).Select(name => $"{name}={ValueOf(random, name)}"));
        return random.Next(10) == 0 ? $"{path}?{query}&{query}&x[]=1" : query.Length > 0 ? $"{path}?{query}" : path;
    }

    private static string ValueOf(Random random, string name) => random.Next(3) switch
    {
        0 when name == "slug" => Target,
        0 => random.Next(-5, 5).ToString(CultureInfo.InvariantCulture),

        // A request line has its own limit, which is not what this is about.
        _ when HostileText.Any(random) is { Length: > 0 and < 300 } text => Escaped(text),
        _ => "x",
    };

    // Halves of characters are written as UTF-8 would write them, which no reader may accept; dots are hidden from the client that would resolve them.
    private static string Escaped(string text)
    {
        StringBuilder escaped = new();
        foreach (char c in text)
        {
            escaped.Append(char.IsSurrogate(c) ? "%ED%A0%80" : c == '.' ? "%2E" : Uri.EscapeDataString(c.ToString()));
        }

        return escaped.ToString();
    }

    // No honest secret among them: nothing may come of it.
    private static byte[] FormOf(Random random, IReadOnlyList<string> fields) => Encoding.UTF8.GetBytes(string.Join('&', fields
        .Where(_ => random.Next(5) > 0).Concat(random.Next(4) == 0 ? [fields[0], "x"] : [])
        .Select(name => $"{name}={(name == "grant_type" && random.Next(2) == 0 ? "client_credentials" : Escaped(HostileText.Any(random)))}")));

    private static byte[] BodyOf(Random random, IReadOnlyList<string> fields) => random.Next(12) switch
    {
        0 => [],
        1 => [0xFF, 0xFE, (byte)'{', 0, (byte)'}', 0],
        2 => [(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}'],
        3 => Encoding.UTF8.GetBytes(new string('[', random.Next(1, 5_000))),
        4 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"slug\":", 200)) + "1" + new string('}', 200)),
        5 => [(byte)'n', (byte)'u', (byte)'l', (byte)'l'],
        _ => Encoding.UTF8.GetBytes(ObjectOf(random, fields)),
    };

    private static string ObjectOf(Random random, IReadOnlyList<string> fields)
    {
        // Last comes a field that can't be: the last of equal keys is the one that counts.
        string broken = fields.Contains("quantity") ? "quantity" : "reason";
        IEnumerable<string> members = fields.Where(_ => random.Next(5) > 0).Select(name => $"{Quoted(name)}:{JsonOf(random, 0)}");
        IEnumerable<string> extra = random.Next(4) == 0 ? [$"{Quoted(HostileText.Any(random))}:{JsonOf(random, 0)}", $"\"{fields[0]}\":1,\"{fields[0]}\":\"x\""] : [];
        return "{" + string.Join(',', members.Concat(extra).Append($"\"{broken}\":{BrokenValue(random, broken)}")) + "}";
    }

    private static string BrokenValue(Random random, string field) =>
        field == "reason" ? Broken[random.Next(3)] : Broken[random.Next(Broken.Length)];

    private static string JsonOf(Random random, int depth) => random.Next(depth > 3 ? 6 : 9) switch
    {
        0 => "null",
        1 => "true",
        2 => random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture),
        3 => "1e999",
        4 => random.Next(-10, 1_000).ToString(CultureInfo.InvariantCulture),
        5 or 6 => Quoted(HostileText.Any(random)),
        7 => $"[{JsonOf(random, depth + 1)},{JsonOf(random, depth + 1)}]",
        _ => $"{{\"kind\":{JsonOf(random, depth + 1)},\"value\":{JsonOf(random, depth + 1)}}}",
    };

    // Everything outside ASCII as an escape, halves of characters too.
    private static string Quoted(string text) =>
        "\"" + string.Concat(text.Select(c => c is '"' or '\\' || c < ' ' || c > '~' ? $"\\u{(int)c:x4}" : c.ToString())) + "\"";
}
