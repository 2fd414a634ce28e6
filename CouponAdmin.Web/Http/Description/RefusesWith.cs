using CouponAdmin.Core.Results;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Http.Description;

/// <summary>On an endpoint: a refusal of its own, beside those that follow from its address, its rights and its body (<see cref="OperationRefusals"/>).</summary>
internal sealed record RefusesWith(int Status, string Code)
{
    public static RefusesWith Of(IResult answer) => answer switch
    {
        INestedHttpResult nested => Of(nested.Result),
        ProblemHttpResult problem => new RefusesWith(problem.StatusCode, (string)problem.ProblemDetails.Extensions["code"]!),
        ReadyProblem { Code: var code } ready => new RefusesWith(((IStatusCodeHttpResult)ready).StatusCode!.Value, code),
        _ => throw new ArgumentException($"{answer.GetType().Name} is no refusal.", nameof(answer)),
    };
}

/// <summary>How endpoints tell their refusals, for the document alone.</summary>
internal static class RefusalMetadata
{
    /// <summary>An act's refusals, answered as <see cref="Problems.Of"/> does.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder endpoint, params RefusalKind[] kinds)
        where TBuilder : IEndpointConventionBuilder => endpoint.Refuses(kinds.Select(kind => RefusesWith.Of(Problems.Of(new Refusal(kind, "")))));

    public static TBuilder Refuses<TBuilder>(this TBuilder endpoint, int status, string code)
        where TBuilder : IEndpointConventionBuilder => endpoint.Refuses([new RefusesWith(status, code)]);

    public static TBuilder Refuses<TBuilder>(this TBuilder endpoint, IEnumerable<RefusesWith> refusals)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata([.. refusals]);
}
