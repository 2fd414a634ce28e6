using System.Reflection;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Patterns;

namespace CouponAdmin.Web.Http;

/// <summary>Refuses a request whose address has a parameter that the endpoint doesn't read, one twice, or one without a value: left out in silence, it would answer another question.</summary>
/// <remarks>It stands around the whole endpoint, so that it speaks before a body is read; who is asking has been judged by then.</remarks>
internal static class StrictQuery
{
    public static RouteGroupBuilder RefuseUnknownParameters(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Finally(Guard);
        return group;
    }

    private static void Guard(EndpointBuilder endpoint)
    {
        if (endpoint is not RouteEndpointBuilder { RequestDelegate: { } next, RoutePattern: var pattern })
        {
            return;
        }

        string[] known = [.. endpoint.Metadata.OfType<MethodInfo>().SelectMany(handler => handler.GetParameters()).SelectMany(NamesOf).Except(NamesIn(pattern), StringComparer.OrdinalIgnoreCase)];
        endpoint.RequestDelegate = context => context.Request.QueryString.HasValue && ProblemsOf(context.Request.Query, known) is { Count: > 0 } problems
            ? Problems.InvalidFields(problems).ExecuteAsync(context)
            : next(context);
    }

    private static Dictionary<string, string> ProblemsOf(IQueryCollection query, string[] known)
    {
        Dictionary<string, string> problems = new(StringComparer.Ordinal);
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in query)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                problems[name] = KnownWords.Instead(name, known);
            }
            else if (values.Count > 1)
            {
                problems[name] = FieldProblemTexts.Of(new FieldProblem(name, FieldRule.Repeated));
            }
            else if (string.IsNullOrWhiteSpace(values[0]))
            {
                problems[name] = KnownWords.NoValue;
            }
        }

        return problems;
    }

    private static IEnumerable<string> NamesIn(RoutePattern pattern) => pattern.Parameters.Select(parameter => parameter.Name);

    // The framework's own rule: a simple value that isn't in the path stands in the query.
    private static IEnumerable<string> NamesOf(ParameterInfo parameter) => parameter.GetCustomAttribute<AsParametersAttribute>() is not null
        ? parameter.ParameterType.GetProperties().Where(p => IsSimple(p.PropertyType)).Select(p => p.GetCustomAttribute<FromQueryAttribute>()?.Name ?? p.Name)
        : IsSimple(parameter.ParameterType) ? [parameter.GetCustomAttribute<FromQueryAttribute>()?.Name ?? parameter.Name!] : [];

    private static bool IsSimple(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var plain && (plain.IsPrimitive || plain.IsEnum || plain == typeof(string));
}
