using System.Globalization;

namespace CouponAdmin.Bench;

/// <summary>A wrong command line; the message says what is wrong with it.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>Options of the command line, <c>--name value</c>.</summary>
internal sealed class BenchOptions
{
    private static readonly string[] Names = ["out", "rounds", "seconds", "users", "quantity", "members", "connections", "only", "kinds", "highest", "against", "store", "by"];
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public static BenchOptions Parse(ReadOnlySpan<string> args)
    {
        BenchOptions options = new();
        for (int i = 0; i < args.Length; i += 2)
        {
            string name = args[i].StartsWith("--", StringComparison.Ordinal) ? args[i][2..] : "";
            if (!Names.Contains(name) || i + 1 == args.Length)
            {
                throw new UsageException($"'{args[i]}' is no option, or has no value.");
            }

            options._values[name] = args[i + 1];
        }

        return options;
    }

    /// <summary>Where results go.</summary>
    public string Out => _values.GetValueOrDefault("out", "bench-results");

    /// <summary>Another checkout of this repository whose product is measured in turn with this one's; null without one.</summary>
    public string? Against => _values.GetValueOrDefault("against");

    /// <summary>Whether members come as a browser does, with cookies, not with a token: <c>--by cookie</c>.</summary>
    public bool IsByCookie => _values.GetValueOrDefault("by", "token") switch
    {
        "cookie" => true,
        "token" => false,
        string other => throw new UsageException($"--by knows token and cookie, not '{other}'."),
    };

    /// <summary>The options as they were given, for the results.</summary>
    public IReadOnlyDictionary<string, string> Given => _values;

    public int Number(string name, int otherwise) => !_values.TryGetValue(name, out string? text) ? otherwise
        : int.TryParse(text, CultureInfo.InvariantCulture, out int number) && number > 0 ? number
        : throw new UsageException($"--{name} wants a number above zero, not '{text}'.");

    public TimeSpan Seconds(double otherwise) => TimeSpan.FromSeconds(!_values.TryGetValue("seconds", out string? text) ? otherwise
        : double.TryParse(text, CultureInfo.InvariantCulture, out double seconds) && seconds > 0 ? seconds
        : throw new UsageException($"--seconds wants a number above zero, not '{text}'."));

    /// <summary>A list of names to keep, of those that there are.</summary>
    public IReadOnlyList<T> Only<T>(IReadOnlyList<T> all, Func<T, string> nameOf, string option = "only")
    {
        if (!_values.TryGetValue(option, out string? list))
        {
            return all;
        }

        string[] wanted = list.Split(',', StringSplitOptions.TrimEntries);
        List<T> kept = [.. all.Where(one => wanted.Contains(nameOf(one), StringComparer.OrdinalIgnoreCase))];
        return kept.Count > 0 ? kept : throw new UsageException($"--{option} knows {string.Join(", ", all.Select(nameOf))}.");
    }
}
