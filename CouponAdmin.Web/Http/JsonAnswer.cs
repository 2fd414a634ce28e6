using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CouponAdmin.Web.Http;

/// <summary>An answer in JSON whose length is known before it leaves: it goes out as one piece, and asks no service of the request.</summary>
/// <remarks>The framework's own results look a logger up in a scope of the request's, and send such a body in chunks.</remarks>
internal sealed class JsonAnswer<T>(int status, T value, string? location = null) : IResult, IStatusCodeHttpResult
{
    private const string ContentType = "application/json; charset=utf-8";

    int? IStatusCodeHttpResult.StatusCode => status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(value, ApiJson.Options);
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        if (location is not null)
        {
            response.Headers.Location = location;
        }

        return response.BodyWriter.WriteAsync(body).AsTask();
    }
}

/// <summary>How the interface writes JSON.</summary>
internal static class ApiJson
{
    // With its resolver from the beginning: asked for a type before the first answer was written, it would have none.
    public static JsonSerializerOptions Options { get; } =
        Configured(new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() });

    public static JsonSerializerOptions Configured(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new ApiMomentConverter());
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        return options;
    }
}
