using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using CouponAdmin.Tests.Acceptance;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Attacks.Fuzz;

/// <summary>
/// Every operation of the interface's own description, asked as nobody should: never a failure of ours, always an answer that a program can read,
/// and nothing comes of it. The suite asks the same requests each time; others: <c>COUPONADMIN_FUZZ_SEED=random</c> or a number;
/// longer: <c>COUPONADMIN_FUZZ_COUNT=50000</c>.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Count = 1_500;
    private const int FirstSeed = 786_246_021;
    private const int AtOnce = 4;

    [Fact]
    public async Task Operation_WhenAskedWithNonsense_AnswersWithAProblemAndNothingComesOfIt()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        IReadOnlyList<Operation> operations = Operation.AllOf((await product.Sale.GetAsync("/openapi/v1.json")).Is(200).Json);
        Assert.Equal(Endpoints.All.Count, operations.Count(o => o.Path.StartsWith("/api/", StringComparison.Ordinal)));
        await product.Sale.OpenAsync(SaleClient.Draft(HostileRequest.Target), product.Tokens.Operator());
        await product.IssueAsync(HostileRequest.Target, "held");
        int first = Environment.GetEnvironmentVariable("COUPONADMIN_FUZZ_SEED") == "random" ? Random.Shared.Next(1_000_000_000) : Setting("COUPONADMIN_FUZZ_SEED", FirstSeed);
        int count = Setting("COUPONADMIN_FUZZ_COUNT", Count);
        output.WriteLine($"Seeds {first} to {first + count - 1}");
        string before = await WhatThereIsAsync(product);

        ConcurrentQueue<string> wrong = [];
        ConcurrentDictionary<int, int> statuses = [];
        await Parallel.ForEachAsync(Enumerable.Range(first, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (seed, _) =>
        {
            HostileRequest request = HostileRequest.Make(seed, operations);
            (int status, string? problem) = await JudgeAsync(product, request);
            statuses.AddOrUpdate(status, 1, (_, n) => n + 1);
            if (problem is not null)
            {
                wrong.Enqueue($"{request}\n    {problem}");
            }
        });

        output.WriteLine(string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Key}: {s.Value}")));
        Assert.True(wrong.IsEmpty, $"{wrong.Count} of {count}, seeds from {first}:\n{string.Join('\n', wrong.Take(10))}");
        Assert.Equal(before, await WhatThereIsAsync(product));
    }

    private static async Task<(int Status, string? Problem)> JudgeAsync(AttackedProduct product, HostileRequest request)
    {
        Visitor visitor = new(request.Role, Token: request.Role.Length == 0 ? null : product.Tokens.Create("fuzzer", request.Role));
        using HttpResponseMessage answer = await product.SendAsync(request.Message(), visitor);
        int status = (int)answer.StatusCode;
        if (answer.Content.Headers.ContentType?.MediaType is "text/event-stream" or "text/csv")
        {
            return (status, status == 200 ? null : $"{status} as a stream");
        }

        string text = await answer.Content.ReadAsStringAsync();
        return (status, ProblemOf(request, status, answer.Content.Headers.ContentType?.MediaType, text) is { } problem ? $"{problem}: {status} {text[..Math.Min(text.Length, 500)]}" : null);
    }

    private static string? ProblemOf(HostileRequest request, int status, string? type, string text)
    {
        if (status >= 500)
        {
            return "a failure of ours";
        }

        if (status < 400)
        {
            return request.HasBadBody ? "accepted a bad body" : null;
        }

        // Kestrel itself turns away a path with U+0000 in it, before any of our code.
        if (status == 400 && text.Length == 0 && request.Address.Contains("%00", StringComparison.Ordinal))
        {
            return null;
        }

        if (request is { Operation.IsForm: true, Method: not "OPTIONS" })
        {
            return type == "application/json" && JsonDocument.Parse(text).RootElement.TryGetProperty("error", out _) ? null : "no error of OAuth";
        }

        if (type != "application/problem+json" || !JsonDocument.Parse(text).RootElement.TryGetProperty("code", out _))
        {
            return "no problem details";
        }

        bool namesField = JsonDocument.Parse(text).RootElement.TryGetProperty("errors", out JsonElement errors) && errors.EnumerateObject().Any();
        return status == 400 && !namesField ? "names no field" : null;
    }

    // Acts without a body may pause or close the target; whatever needs good input must be as before.
    private static async Task<string> WhatThereIsAsync(AttackedProduct product)
    {
        Answer issued = (await product.Sale.GetAsync($"{SaleClient.Admin}/{HostileRequest.Target}/issuances?limit=1", product.Tokens.Viewer())).Is(200);
        Answer target = (await product.Sale.GetAsync($"{SaleClient.Admin}/{HostileRequest.Target}", product.Tokens.Viewer())).Is(200);
        Answer created = (await product.Sale.GetAsync("/api/v1/admin/audit.csv?who=fuzzer&action=create-campaign", product.Tokens.Viewer())).Is(200);
        JsonElement first = issued.Json.GetProperty("items")[0];
        return $"{target.Number("quantity")} {target.String("name")} {first.GetProperty("status")} {created.Text.Split('\n').Length}";
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
