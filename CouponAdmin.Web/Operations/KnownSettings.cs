using System.Reflection;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Housekeeping;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Seeding;
using CouponAdmin.Core.Store;
using CouponAdmin.Core.Webhooks;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.Accounts.Outside;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Mail;

namespace CouponAdmin.Web.Operations;

/// <summary>The names of all settings. A name in one of our sections that nothing reads ends the start: a setting that is ignored can cost a sale.</summary>
/// <remarks>Sections of others (Logging, Kestrel, a machine's environment variables) are nobody's business here, unless their name is nearly one of ours.</remarks>
internal static class KnownSettings
{
    /// <summary>In a pattern: any name.</summary>
    private const string Any = "*";

    /// <summary>Wrong letters up to which a name is taken for a mistyped one of ours.</summary>
    private const int LettersWrongMax = 2;

    /// <summary>Section names of so many letters are unlike anybody else's; a shorter one must have a setting of ours behind it too.</summary>
    private const int TellingLength = 8;

    /// <summary>Names said in one start at most.</summary>
    private const int ProblemsMax = 5;

    public static readonly IReadOnlyList<string> Names =
    [
        $"ConnectionStrings:{StoreOptions.ConnectionStringName}",
        $"ConnectionStrings:{DatabaseOptions.ConnectionStringName}",
        StoreOptions.EmbeddedSetting,
        StoreOptions.ReplacesSetting,
        StoreOptions.ReplicasSetting,
        StoreOptions.CertificateAuthoritySetting,
        StoreOptions.EmbeddedMegabytesSetting,
        .. Of<DatabaseOptions>(DatabaseOptions.Section).Where(name => name != "Database:ConnectionString"),
        .. Of<IssuanceOptions>(IssuanceOptions.Section),
        .. Of<HousekeepingOptions>(HousekeepingOptions.Section),
        .. Of<LimitsOptions>(LimitsOptions.Section),
        .. Of<ConnectionLimitsOptions>(LimitsOptions.Section),
        .. Of<ShutdownOptions>(ShutdownOptions.Section),
        .. Of<MailOptions>(MailOptions.Section),
        .. Of<WebhookOptions>(WebhookOptions.Section),
        .. Of<OidcOptions>(OidcOptions.Section).Where(name => name != "Oidc:Roles"),
        $"Oidc:Roles:{Any}",
        .. Of<KeyRingOptions>(KeyRingOptions.Section).Where(name => name != "DataProtection:Older"),
        $"DataProtection:Older:{Any}:Path",
        $"DataProtection:Older:{Any}:Password",
        SigningKey.Setting,
        SigningKey.PreviousSetting,
        PeopleRegistration.PasskeyDomainSetting,
        KnownProxies.Addresses,
        KnownProxies.Networks,
        .. Of<ShopOptions>(ShopOptions.Section),
        Preparation.AdministratorEmail,
        Preparation.AdministratorPassword,
        DemoSeed.Setting,
        DataDirectory.Setting,
        Rehearsal.Setting,
        BatchScheduling.Setting,
    ];

    /// <summary>The framework's, in sections that are ours: its own schemes, and the providers that hosts put beside connection strings.</summary>
    private static readonly string[] Frameworks =
    [
        "Authentication:DefaultScheme", "Authentication:Schemes", $"ConnectionStrings:{StoreOptions.ConnectionStringName}_ProviderName",
        $"ConnectionStrings:{DatabaseOptions.ConnectionStringName}_ProviderName",
    ];

    private static readonly string[] Sections = [.. Names.Where(name => name.Contains(':', StringComparison.Ordinal)).Select(SectionOf).Distinct(StringComparer.Ordinal)];

    /// <exception cref="SettingException">Names each unknown setting, and the one that was probably meant.</exception>
    public static void RefuseUnknownSettings(this WebApplicationBuilder builder)
    {
        // A section without a value of its own is no setting, whatever a host's source says of it.
        ConfigurationManager configuration = builder.Configuration;
        string[] problems =
        [
            .. configuration.AsEnumerable().Where(setting => setting.Value is { Length: > 0 } || (setting.Value is not null && !configuration.GetSection(setting.Key).GetChildren().Any()))
                .Select(setting => ProblemOf(setting.Key)).OfType<string>(),
        ];
        if (problems.Length > 0)
        {
            throw new SettingException(string.Join(' ', problems.Order(StringComparer.Ordinal).Take(ProblemsMax)));
        }
    }

    /// <summary>What is wrong with the name of a setting; null where it is ours, or nothing to do with us.</summary>
    internal static string? ProblemOf(string name) =>
        Names.Any(known => Fits(name, known)) || Frameworks.Any(theirs => StartsWith(name, theirs)) ? null
        : name.Contains(':', StringComparison.Ordinal) ? ProblemInSection(name)
        : ProblemAlone(name);

    private static string? ProblemInSection(string name)
    {
        string section = SectionOf(name);
        string[] ours = [.. Names.Where(known => SectionOf(known).Equals(section, StringComparison.OrdinalIgnoreCase))];
        if (ours.Length > 0)
        {
            return Unknown(name, name.Equals("Database:ConnectionString", StringComparison.OrdinalIgnoreCase) ? ["ConnectionStrings:Database"] : ours);
        }

        (string near, int wrong) = NearestName.Of(section, Sections)!.Value;
        bool isMeant = wrong <= LettersWrongMax && (near.Length >= TellingLength || NearestName.Of(name, Names)!.Value.Distance <= LettersWrongMax);
        return isMeant ? Unknown(name, [.. Names.Where(known => SectionOf(known) == near)]) : null;
    }

    // Names in capitals with single underscores are any program's environment variables.
    private static string? ProblemAlone(string name)
    {
        if (!name.Any(char.IsLower) && name.Contains('_', StringComparison.Ordinal))
        {
            return null;
        }

        string parted = name.Replace("_", ":", StringComparison.Ordinal).Replace(".", ":", StringComparison.Ordinal);
        string[] near = [.. Names.Where(known => Fits(parted, known) || (!known.Contains(':', StringComparison.Ordinal) && NearestName.DistanceBetween(name, known) <= LettersWrongMax))];
        return near.Length > 0 ? Unknown(name, near) : null;
    }

    private static string Unknown(string name, string[] names)
    {
        (string near, int wrong) = NearestName.Of(name, names)!.Value;
        string meant = names.Length == 1 || wrong <= near.Length / 3
            ? $"Did you mean {near} (in the environment: {near.Replace(":", "__", StringComparison.Ordinal)})?"
            : $"There are {string.Join(", ", names)}.";
        return $"There is no setting {name}. {meant}";
    }

    private static IEnumerable<string> Of<T>(string section) =>
        typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(property => $"{section}:{property.Name}");

    private static string SectionOf(string name) => name.Split(':')[0];

    private static bool Fits(string name, string pattern)
    {
        (string[] parts, string[] wanted) = (name.Split(':'), pattern.Split(':'));
        return parts.Length == wanted.Length && parts.Zip(wanted).All(pair => pair.Second == Any || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    private static bool StartsWith(string name, string theirs) =>
        name.Equals(theirs, StringComparison.OrdinalIgnoreCase) || name.StartsWith($"{theirs}:", StringComparison.OrdinalIgnoreCase);
}
