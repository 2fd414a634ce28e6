using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Operations;

namespace CouponAdmin.Tests.House;

/// <summary>Makes <c>docs/settings.md</c>: every known setting with the default, the bounds and the comment of the property or constant that it is.</summary>
internal static partial class SettingsReference
{
    public const string Path = "docs/settings.md";

    private const string Head = """
        # Settings

        Made by `eng/settings.sh` from the comments in the code. As environment variables, write `__` for `:`. A name that nothing reads ends the start. How they belong together: [start and stop](start-and-stop.md), [proxy](proxy.md), [store](store.md), [database](database.md), [mail](mail.md).
        A duration is written `00:00:05`, a `*` stands for a name or a number. The framework's own settings (`Logging`, `Kestrel`, `ASPNETCORE_URLS`, `AllowedHosts`) work as its documentation says.

        | setting | default | bounds | |
        |---|---|---|---|

        """;

    /// <summary>Settings that are read one by one into a property of another name.</summary>
    private static readonly Dictionary<string, (Type Type, string Property)> Elsewhere = new(StringComparer.Ordinal)
    {
        ["ConnectionStrings:Redis"] = (typeof(StoreOptions), nameof(StoreOptions.Redis)),
        ["ConnectionStrings:Database"] = (typeof(DatabaseOptions), nameof(DatabaseOptions.ConnectionString)),
        [StoreOptions.EmbeddedSetting] = (typeof(StoreOptions), nameof(StoreOptions.IsEmbeddedMeant)),
        [StoreOptions.ReplacesSetting] = (typeof(StoreOptions), nameof(StoreOptions.Replaces)),
        [StoreOptions.ReplicasSetting] = (typeof(StoreOptions), nameof(StoreOptions.Replicas)),
        [StoreOptions.CertificateAuthoritySetting] = (typeof(StoreOptions), nameof(StoreOptions.CertificateAuthority)),
        [StoreOptions.EmbeddedMegabytesSetting] = (typeof(StoreOptions), nameof(StoreOptions.EmbeddedMegabytes)),
        ["Oidc:Roles:*"] = (typeof(Web.Accounts.Outside.OidcOptions), nameof(Web.Accounts.Outside.OidcOptions.Roles)),
        ["DataProtection:Older:*:Path"] = (typeof(KeyRingOptions.OlderCertificate), nameof(KeyRingOptions.OlderCertificate.Path)),
        ["DataProtection:Older:*:Password"] = (typeof(KeyRingOptions.OlderCertificate), nameof(KeyRingOptions.OlderCertificate.Password)),
    };

    private static readonly Type[] OptionTypes =
        [.. new[] { typeof(KnownSettings).Assembly, typeof(StoreOptions).Assembly }.SelectMany(assembly => assembly.GetTypes()).Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))];

    private static readonly Lazy<IReadOnlyList<string>> Sources =
        new(() => [.. SourceTree.Files(".cs", "CouponAdmin.Web").Concat(SourceTree.Files(".cs", "CouponAdmin.Core")).Where(path => !path.Contains("/Migrations/", StringComparison.Ordinal)).Select(SourceTree.Read)]);

    /// <exception cref="InvalidOperationException">A setting has no comment; it is named.</exception>
    public static string Text() => Head + string.Concat(KnownSettings.Names.Select(RowOf));

    private static string RowOf(string setting)
    {
        (Type Type, string Property)? place = Elsewhere.TryGetValue(setting, out (Type, string) elsewhere) ? elsewhere : PropertyOf(setting);
        string comment = (place is { } found ? CommentOn(found.Type, found.Property) : CommentOnConstant(setting))
            ?? throw new InvalidOperationException($"The setting {setting} has no comment in the code.");
        PropertyInfo? property = place?.Type.GetProperty(place.Value.Property);
        return $"| `{setting}` | {DefaultOf(property)} | {BoundsOf(property)} | {comment} |\n";
    }

    private static (Type Type, string Property)? PropertyOf(string setting)
    {
        string[] parts = setting.Split(':');
        return parts is [string section, string name] && Array.Find(OptionTypes, type => SectionOf(type) == section && type.GetProperty(name) is { CanWrite: true }) is { } type
            ? (type, name)
            : null;
    }

    private static string? SectionOf(Type type) =>
        type == typeof(ConnectionLimitsOptions) ? LimitsOptions.Section : type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string;

    private static string DefaultOf(PropertyInfo? property) => property is null ? "" : property.GetValue(Activator.CreateInstance(property.DeclaringType!)) switch
    {
        null => "`auto`",
        "" => "*(empty)*",
        TimeSpan span => $"`{span.ToString(span.Milliseconds == 0 ? @"hh\:mm\:ss" : @"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture)}`",
        bool flag => flag ? "`true`" : "`false`",
        string or Enum or int => string.Create(CultureInfo.InvariantCulture, $"`{property.GetValue(Activator.CreateInstance(property.DeclaringType!))}`"),
        _ => "*(none)*",
    };

    private static string BoundsOf(PropertyInfo? property) => property?.GetCustomAttribute<RangeAttribute>() is { } range
        ? string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}")
        : "";

    private static string? CommentOn(Type type, string property) => Sources.Value
        .Where(source => Regex.IsMatch(source, $@"\b(class|record) {type.Name}\b", RegexOptions.None, TimeSpan.FromSeconds(1)))
        .Select(source => CommentBefore(source, $@"public [\w<>?, \[\]]+ {property} \{{", source.IndexOf($" {type.Name}", StringComparison.Ordinal)))
        .FirstOrDefault(comment => comment is not null);

    private static string? CommentOnConstant(string setting) => Sources.Value
        .Select(source => CommentBefore(source, $@"public const string \w+ = ""{Regex.Escape(setting)}"";", 0))
        .FirstOrDefault(comment => comment is not null);

    private static string? CommentBefore(string source, string declaration, int from)
    {
        Match match = Regex.Match(source[from..], $@"(?<comment>(^\s*///.*\n)+)(^\s*\[.*\]\n)*^\s*{declaration}", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return match.Success && Summary().Match(match.Groups["comment"].Value) is { Success: true } summary ? Plain(summary.Groups["text"].Value) : null;
    }

    private static string Plain(string summary)
    {
        string text = Reference().Replace(Slashes().Replace(summary, " "), "`${name}`");
        text = text.Replace("<c>", "`", StringComparison.Ordinal).Replace("</c>", "`", StringComparison.Ordinal).Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal);
        return Spaces().Replace(text, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    [GeneratedRegex("<summary>(?<text>.*)</summary>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Summary();

    [GeneratedRegex("<see cref=\"(\\w+\\.)*(?<name>\\w+)\" */>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^\s*///", RegexOptions.Multiline, 1000)]
    private static partial Regex Slashes();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
