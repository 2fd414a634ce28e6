using System.Text.Json;

namespace CouponAdmin.Web.Http.Description;

/// <summary>An operation's name, made of its method and address, such as <c>publishCampaign</c>: generated clients call their methods so. An endpoint for which that reads badly names itself with <c>WithName</c>.</summary>
internal static class OperationNames
{
    private const string FileEnding = ".csv";

    /// <param name="method">In capitals.</param>
    /// <param name="path">With its parameters in braces.</param>
    public static string Of(string method, string path)
    {
        string[] words = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).SkipWhile(IsPrefix).Where(word => !IsParameter(word))];
        bool endsWithParameter = IsParameter(path.Split('/')[^1]);
        return words switch
        {
            [.., var file] when file.EndsWith(FileEnding, StringComparison.Ordinal) => "export" + Pascal(file[..^FileEnding.Length]),
            [.. var owner, "events"] when owner.Length > 0 => "follow" + OneOf(owner),
            [.., var things] when endsWithParameter => VerbOf(method) + Singular(things),
            [.., "me"] => VerbOf(method) + OneOf(words),
            [.., var things] when IsPlural(things) => (HttpMethods.IsGet(method) ? "list" : VerbOf(method)) + (HttpMethods.IsGet(method) ? Pascal(things) : Singular(things)),
            [.., var things, var act] when HttpMethods.IsPost(method) => Camel(act) + (act.Contains('-', StringComparison.Ordinal) ? "Of" : "") + Singular(things),
            [.., var things, var part] => (HttpMethods.IsPut(method) ? "set" : VerbOf(method)) + Singular(things) + Pascal(part),
            _ => VerbOf(method) + string.Concat(words.Select(Pascal)),
        };
    }

    private static string VerbOf(string method) => method switch
    {
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "change",
        _ => method.ToLowerInvariant(),
    };

    // claims/me: my claim.
    private static string OneOf(string[] words) => words is [.., var things, "me"] ? "My" + Singular(things) : Singular(words[^1]);

    private static bool IsPrefix(string word) => word is "api" or "v1" or "admin";

    private static bool IsParameter(string word) => word.StartsWith('{');

    private static bool IsPlural(string word) => word.EndsWith('s') && word != "stats";

    private static string Singular(string word) => Pascal(IsPlural(word) ? word[..^1] : word);

    private static string Pascal(string word) => string.Concat(word.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    private static string Camel(string word) => JsonNamingPolicy.CamelCase.ConvertName(Pascal(word));
}
