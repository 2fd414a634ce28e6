using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Security.Cryptography;
using System.Text.Json;
using CouponAdmin.Tests.Description;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>An answer of the interface, read whole.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, HttpResponseHeaders Headers, string? ContentType)
{
    private JsonElement? _json;

    public JsonElement Json => _json ??= JsonDocument.Parse(Text).RootElement.Clone();

    /// <summary>The problem's stable code, or a body's own <c>code</c>; empty when there is none.</summary>
    public string Code => String("code");

    public string String(string name) =>
        Text.StartsWith('{') && Json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>The member holds a ticket: admitted now, or before.</summary>
    public bool HasTicket => Status is HttpStatusCode.Accepted or HttpStatusCode.OK;

    /// <summary>The fields that a 400 complains about.</summary>
    public IReadOnlyList<string> BadFields =>
        ContentType == "application/problem+json" && Json.TryGetProperty("errors", out JsonElement errors) ? [.. errors.EnumerateObject().Select(e => e.Name)] : [];

    /// <summary>How long to stay away, as a 429 and a 503 must say.</summary>
    public TimeSpan? RetryAfter => Headers.RetryAfter?.Delta;

    /// <summary>Fails the test unless status, and code if one is named, are these.</summary>
    public Answer Is(int status, string? code = null)
    {
        Assert.True((int)Status == status && (code is null || Code == code), $"Expected {status} {code}, was {this}");
        return this;
    }

    public long Number(string name) => Json.GetProperty(name).GetInt64();

    public override string ToString() => $"{(int)Status} {Text[..Math.Min(Text.Length, 400)]}";
}

/// <summary>Speaks to the product from outside, through its HTTP interface alone.</summary>
internal sealed class SaleClient(HttpClient http)
{
    public const string Admin = "/api/v1/admin/campaigns";
    private const int LargeBody = 500_000;

    public Task<Answer> CallAsync(
        HttpMethod method, string path, string? token = null, object? body = null, params (string Name, string Value)[] headers) => SendAsync(
            method, path, token, body is null ? null : body is string text ? new StringContent(text, null, "application/json") : JsonContent.Create(body), headers);

    /// <summary>The same with a body of any kind.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, string? token, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, path);
        request.Headers.Accept.ParseAdd("application/json");
        request.Content = content;

        // A body that is refused by its length is then never sent, so the answer is not lost with the connection.
        request.Headers.ExpectContinue = content?.Headers.ContentLength > LargeBody;
        Array.ForEach(headers, header => request.Headers.TryAddWithoutValidation(header.Name, header.Value));
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using HttpResponseMessage response = await http.SendAsync(request);
        Answer answer = new(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers.ContentType?.MediaType);
        DescribedAnswers.Judge(method, path, (int)answer.Status, answer.ContentType, answer.Text);
        return answer;
    }

    public Task<Answer> GetAsync(string path, string? token = null) => CallAsync(HttpMethod.Get, path, token);

    public Task<Answer> PostAsync(string path, string? token = null, object? body = null) => CallAsync(HttpMethod.Post, path, token, body);

    public Task<Answer> PutAsync(string path, string token, object body) => CallAsync(HttpMethod.Put, path, token, body);

    public Task<Answer> ClaimAsync(string slug, string token) => PostAsync($"/api/v1/campaigns/{slug}/claims", token);

    public Task<Answer> MineAsync(string slug, string token) => GetAsync($"/api/v1/campaigns/{slug}/claims/me", token);

    /// <summary>The bytes of a download.</summary>
    public async Task<byte[]> DownloadAsync(string path, string token)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using HttpResponseMessage response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>The events of a stream as they come, each with its data as JSON; fails when the stream goes on for too long.</summary>
    public async IAsyncEnumerable<(string Event, JsonElement Data)> FollowAsync(string path, string? token = null)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using Stream stream = await response.Content.ReadAsStreamAsync(patience.Token);
        await foreach (SseItem<string> item in SseParser.Create(stream).EnumerateAsync(patience.Token))
        {
            yield return (item.EventType, JsonDocument.Parse(item.Data).RootElement.Clone());
        }
    }

    /// <summary>A name that no other test has, for campaigns of a shared product.</summary>
    public static string FreshSlug(string purpose) => $"{purpose}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    /// <summary>A campaign as an operator's program sends it, with some fields another way.</summary>
    public static Dictionary<string, object?> Draft(
        string slug, int quantity = 50, TimeSpan? opens = null, TimeSpan? closes = null, params ReadOnlySpan<(string Field, object? Value)> changes)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Dictionary<string, object?> draft = new(StringComparer.Ordinal)
        {
            ["slug"] = slug,
            ["name"] = $"Acceptance {slug} 선착순",
            ["description"] = "made by a test",
            ["quantity"] = quantity,
            ["opensAt"] = now + (opens ?? TimeSpan.FromMinutes(-1)),
            ["closesAt"] = now + (closes ?? TimeSpan.FromHours(1)),
            ["benefit"] = new { kind = "percent", value = 10 },
            ["couponValidDays"] = 30,
        };
        foreach ((string field, object? value) in changes)
        {
            draft[field] = value;
        }

        return draft;
    }

    /// <summary>Creates and publishes a campaign.</summary>
    public async Task OpenAsync(Dictionary<string, object?> draft, string token)
    {
        Answer created = await PostAsync(Admin, token, draft);
        Assert.True(created.Status == HttpStatusCode.Created, created.ToString());
        Answer published = await PostAsync($"{Admin}/{draft["slug"]}/publish", token);
        Assert.True(published.Status == HttpStatusCode.OK, published.ToString());
    }
}
