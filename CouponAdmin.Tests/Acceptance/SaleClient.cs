using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

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

    public long Number(string name) => Json.GetProperty(name).GetInt64();

    public override string ToString() => $"{(int)Status} {Text[..Math.Min(Text.Length, 400)]}";
}

/// <summary>Speaks to the product from outside, through its HTTP interface alone.</summary>
internal sealed class SaleClient(HttpClient http)
{
    public const string Admin = "/api/v1/admin/campaigns";

    public async Task<Answer> CallAsync(HttpMethod method, string path, string? token = null, object? body = null)
    {
        using HttpRequestMessage request = new(method, path);
        request.Headers.Accept.ParseAdd("application/json");
        request.Content = body is null ? null : body is string text ? new StringContent(text, null, "application/json") : JsonContent.Create(body);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using HttpResponseMessage response = await http.SendAsync(request);
        return new Answer(
            response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers.ContentType?.MediaType);
    }

    public Task<Answer> GetAsync(string path, string? token = null) => CallAsync(HttpMethod.Get, path, token);

    public Task<Answer> PostAsync(string path, string? token = null, object? body = null) => CallAsync(HttpMethod.Post, path, token, body);

    public Task<Answer> PutAsync(string path, string token, object body) => CallAsync(HttpMethod.Put, path, token, body);

    public Task<Answer> ClaimAsync(string slug, string token) => PostAsync($"/api/v1/campaigns/{slug}/claims", token);

    public Task<Answer> MineAsync(string slug, string token) => GetAsync($"/api/v1/campaigns/{slug}/claims/me", token);

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
