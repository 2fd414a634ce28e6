using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CouponAdmin.Web.Http.Description;

/// <summary>One value of each body, written by the interface's own serializer. Features add theirs where they map their endpoints.</summary>
/// <remarks>Written when the document is asked for, not at the start: that would be one part in thirty of a start's work, and most instances are never asked.</remarks>
internal sealed class ApiExamples
{
    private readonly ConcurrentDictionary<Type, object> _byType = [];

    public void Add<T>(T value)
        where T : notnull => _byType[typeof(T)] = value;

    /// <summary>Null: there is none of this type.</summary>
    public JsonNode? Of(Type type) => _byType.TryGetValue(type, out object? value) ? JsonSerializer.SerializeToNode(value, type, ApiJson.Options) : null;
}

/// <summary>How features add examples.</summary>
internal static class ExampleRegistration
{
    public static IEndpointRouteBuilder AddExample<T>(this IEndpointRouteBuilder app, T value)
        where T : notnull
    {
        app.ServiceProvider.GetRequiredService<ApiExamples>().Add(value);
        return app;
    }
}
