using CouponAdmin.Core.Results;

namespace CouponAdmin.Web.Http;

/// <summary>The words of every list that has pages: <c>after</c> (a page's <c>next</c>) and <c>limit</c>.</summary>
internal static class Paging
{
    public const int LimitDefault = 100;

    /// <summary>What is wrong with them.</summary>
    /// <param name="after">Above this one, or before it in lists that begin with the newest; 0: from the beginning.</param>
    /// <param name="limit">Rows in the page.</param>
    /// <param name="limitMax">The most that this list gives in a page.</param>
    public static IEnumerable<FieldProblem> Problems(long after, int limit, int limitMax) =>
        [.. after < 0 ? [new FieldProblem("after", FieldRule.OutOfRange, 0)] : Array.Empty<FieldProblem>(), .. InRange("limit", limit, 1, limitMax)];

    /// <summary>A number of an address that has bounds.</summary>
    public static IEnumerable<FieldProblem> InRange(string field, int value, int min, int max) =>
        value < min || value > max ? [new FieldProblem(field, FieldRule.OutOfRange, min, max)] : [];

    /// <summary>A moment of an address; left out, it is no problem.</summary>
    public static IEnumerable<FieldProblem> Moment(string field, string? text) =>
        !string.IsNullOrWhiteSpace(text) && ApiMoment.Read(text) is (null, var rule) ? [new FieldProblem(field, rule)] : [];
}
