using System.Text.RegularExpressions;

namespace CouponAdmin.Tests.House;

/// <summary>A comment gives a rule and its reason. How that was found belongs to the commit and the decision record, figures to the measurements.</summary>
internal static partial class CommentRules
{
    /// <summary>What may stand although a rule finds it, with the reason.</summary>
    private static readonly (string File, string Words, string Reason)[] Allowed =
    [
        ("CouponAdmin.Core/Issuance/IssuanceQueries.cs", "issues/32147", "the address of the library's own report is the source of the rule"),
        ("CouponAdmin.Core/Store/EmbeddedStoreFlags.cs", "no longer", "speaks of a store after a crash, not of former code"),
    ];

    private static readonly (Regex Words, string Why)[] Rules =
    [
        (Number(), "a number of a document or of a tracker"),
        (Revision(), "a commit"),
        (Percentage(), "a percentage"),
        (Faster(), "a measured comparison"),
        (History(), "history"),
        (Unfinished(), "unfinished work"),
    ];

    public static IEnumerable<string> ViolationsOf(string path, string text) =>
        from comment in CommentsIn(path, text)
        from rule in Rules
        from Match found in rule.Words.Matches(InlineCode().Replace(comment.Text, "CODE"))
        where !Allowed.Any(allowed => allowed.File == path && allowed.Words == found.Value)
        select $"{path}:{comment.Line}: \"{found.Value}\" is {rule.Why}";

    /// <summary>Of the allowed ones, those that nothing needs any more.</summary>
    public static IEnumerable<string> Idle(Func<string, string> read) =>
        from allowed in Allowed
        where !CommentsIn(allowed.File, read(allowed.File)).Any(comment => Rules.Any(rule => rule.Words.Matches(comment.Text).Any(found => found.Value == allowed.Words)))
        select $"{allowed.File}: \"{allowed.Words}\" is allowed and not there";

    private static IEnumerable<(string Text, int Line)> CommentsIn(string path, string text) => LanguageOf(path).Matches(text)
        .Select(match => match.Groups["comment"]).Where(comment => comment.Success).Select(comment => (comment.Value, text.AsSpan(0, comment.Index).Count('\n') + 1));

    private static Regex LanguageOf(string path) => Path.GetExtension(path) switch
    {
        ".cs" => CSharp(),
        ".lua" => Lua(),
        ".sh" => Shell(),
        _ => Page(),
    };

    // Strings come first: what looks like a comment in one of them is none.
    [GeneratedRegex("""
        "{3}(.|\n)*?"{3}|@"(""|[^"])*"|"(\\.|[^"\\\n])*"|'(\\.|[^'\\\n])*'|(?<comment>//[^\n]*|/\*(.|\n)*?\*/)
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, 5000)]
    private static partial Regex CSharp();

    [GeneratedRegex(@"(?<comment>--\[\[(.|\n)*?\]\]|--[^\n]*)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Lua();

    [GeneratedRegex(@"(?<comment>(?<!\S)\#[^\n]*)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Shell();

    // Razor, script and style. An address has no space before its slashes.
    [GeneratedRegex(@"(?<comment>(?<!\S)//[^\n]*|/\*(.|\n)*?\*/|@\*(.|\n)*?\*@|<!--(.|\n)*?-->)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Page();

    [GeneratedRegex("<c>.*?</c>", RegexOptions.None, 5000)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"(?<!\w)(?<!PKCS )\#\d+\b|\b(issue|ticket|bug|task|item|finding|decision)s?[ /]0*\d+\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Number();

    [GeneratedRegex("\\bcommit [0-9a-f]{7,}", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Revision();

    [GeneratedRegex(@"\d\s?%", RegexOptions.None, 5000)]
    private static partial Regex Percentage();

    [GeneratedRegex(@"\d ?(times|x|×) (faster|slower|as (fast|slow))\b", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Faster();

    // "Is used to sign" and "no longer than a second" tell no history.
    [GeneratedRegex(@"\b(previously|formerly|originally|historically|nowadays|recently|in the past|turned out)\b|\bno longer\b(?! than)|(?<!\b(is|are|be|was|were) )\bused to [a-z]+\b|\bwe (tried|found|saw|measured|learned|decided|changed)\b",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex History();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Unfinished();
}
