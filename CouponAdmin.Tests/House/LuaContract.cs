using System.Globalization;
using System.Text.RegularExpressions;

namespace CouponAdmin.Tests.House;

/// <summary>What every script must be: named by what it does and how many keys it touches, opened by its contract, short.</summary>
internal static partial class LuaContract
{
    private const int LinesMax = 60;
    private static readonly string[] Parts = ["KEYS", "ARGV", "RETURN", "WHY", "COST"];

    /// <summary>Commands whose first argument is no key.</summary>
    private static readonly string[] Keyless = ["TIME", "PUBLISH"];

    public static IEnumerable<string> ViolationsOf(string path, string text)
    {
        string name = Path.GetFileName(path);
        Match named = FileName().Match(name);
        if (!named.Success)
        {
            return [$"{path}: the name is not verb_noun-keyCount.lua"];
        }

        int keyCount = int.Parse(named.Groups["keys"].Value, CultureInfo.InvariantCulture);
        return HeaderOf(name, text).Concat(SizeOf(text)).Concat(KeysOf(text, keyCount)).Select(what => $"{path}: {what}");
    }

    private static IEnumerable<string> HeaderOf(string name, string text)
    {
        Match header = Header().Match(text);
        if (!header.Success || !header.Value.StartsWith($"--[[ {name}:", StringComparison.Ordinal))
        {
            yield return $"does not open with \"--[[ {name}: …\"";
        }

        foreach (string part in Parts.Where(part => !Regex.IsMatch(header.Value, $@"^\s+{part}\b", RegexOptions.Multiline, TimeSpan.FromSeconds(1))))
        {
            yield return $"the header lacks {part}";
        }
    }

    private static IEnumerable<string> SizeOf(string text)
    {
        int lines = text.TrimEnd('\n').Split('\n').Length;
        if (lines > LinesMax)
        {
            yield return $"{lines} lines, at most {LinesMax}";
        }
    }

    private static IEnumerable<string> KeysOf(string text, int keyCount)
    {
        string code = Comments().Replace(text, "");
        int[] used = [.. KeyIndex().Matches(code).Select(match => int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture)).Distinct().Order()];

        // A script that goes through all its keys names some of them, or none.
        int[] promised = [.. Enumerable.Range(1, keyCount)];
        bool goesThroughAll = code.Contains("#KEYS", StringComparison.Ordinal) || code.Contains("ipairs(KEYS)", StringComparison.Ordinal);
        if (goesThroughAll ? used.Except(promised).Any() : !used.SequenceEqual(promised))
        {
            yield return $"uses KEYS[{string.Join(',', used)}], the name promises {keyCount}";
        }

        HashSet<string> aliases = [.. KeyAlias().Matches(code).Select(match => match.Groups["alias"].Value)];
        foreach (Match call in Call().Matches(code).Where(call => !Keyless.Contains(call.Groups["command"].Value, StringComparer.OrdinalIgnoreCase)))
        {
            string key = call.Groups["key"].Value.Trim();
            if (!KeyExpression().IsMatch(key) && !aliases.Contains(key))
            {
                yield return $"{call.Groups["command"].Value} on \"{key}\", which is not one of KEYS";
            }
        }

        if (Regex.Count(code, @"redis\.p?call\s*\(", RegexOptions.None, TimeSpan.FromSeconds(1)) != Call().Count(code))
        {
            yield return "a redis.call whose command is not written out";
        }
    }

    [GeneratedRegex(@"^[a-z]+(_[a-z]+)+-(?<keys>[0-9])\.lua$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileName();

    [GeneratedRegex(@"\A--\[\[.*?\]\]", RegexOptions.Singleline, 1000)]
    private static partial Regex Header();

    [GeneratedRegex(@"--\[\[.*?\]\]|--[^\n]*", RegexOptions.Singleline, 1000)]
    private static partial Regex Comments();

    [GeneratedRegex(@"KEYS\[(?<index>[0-9]+)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KeyIndex();

    [GeneratedRegex(@"\A(KEYS\[\w+\])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KeyExpression();

    [GeneratedRegex(@"(?<alias>\w+)\s*=\s*KEYS\[\w+\]\s*(;|$)|for\s+\w+\s*,\s*(?<alias>\w+)\s+in\s+ipairs\(KEYS\)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex KeyAlias();

    [GeneratedRegex(@"redis\.p?call\s*\(\s*['""](?<command>\w+)['""]\s*(,(?<key>[^,)]*))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Call();
}
