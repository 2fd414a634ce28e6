using System.Text.RegularExpressions;
using Mono.Cecil;

namespace CouponAdmin.Tests.House;

/// <summary>Who may use whom. To allow one more arrow, add it here and say in the change why the feature needs the other.</summary>
internal static partial class ImportRules
{
    public const string Root = "CouponAdmin.Core";

    /// <summary>Imports no feature, only what <see cref="Arrows"/> names; every feature may use it.</summary>
    public static readonly string[] Kernel = ["Store", "Database", "Results", "Telemetry"];

    public static readonly (string From, string To)[] Arrows =
    [
        ("Database", "Store"),
        ("Database", "Results"),
        ("Store", "Results"),
        ("Store", "Telemetry"),

        // Identity's base context names the type of account; its tables belong to the same database.
        ("Database", "Operators"),

        // An act that was asked for under a key is noted with its audit entry, so that it is carried out once. A redemption's key obeys the same rules.
        ("Audit", "Idempotency"),
        ("Redemptions", "Idempotency"),

        // Every act on an account is written down.
        ("Operators", "Audit"),
        ("Campaigns", "Audit"),

        // What programs are told is written in the transaction of the change.
        ("Campaigns", "Events"),
        ("Issuance", "Events"),
        ("Redemptions", "Events"),

        // The log is read from the changes and from the coupons themselves, whose codes are masked for some.
        ("EventLog", "Events"),
        ("EventLog", "Campaigns"),
        ("EventLog", "Issuance"),
        ("EventLog", "Coupons"),

        // A webhook is a reader of the log; every act on one is written down.
        ("Webhooks", "Audit"),
        ("Webhooks", "EventLog"),
        ("Webhooks", "Events"),

        // Deliveries leave the processor to a drain that is at work.
        ("Webhooks", "Issuance"),

        // Every act on a client is written down; a member's token names a member, and nobody who works here.
        ("ApiClients", "Audit"),
        ("ApiClients", "Issuance"),
        ("ApiClients", "Operators"),
        ("Exports", "Audit"),
        ("Exports", "Campaigns"),
        ("Exports", "Issuance"),

        // A file for somebody who may not use coupons masks their codes.
        ("Exports", "Coupons"),
        // What is kept of a member names their account.
        ("Exports", "Operators"),
        ("Issuance", "Audit"),
        ("Issuance", "Campaigns"),
        ("Issuance", "Coupons"),

        // The look-up shows whose account a member is, and nobody who works here is disabled as a member.
        ("Issuance", "Operators"),

        // Old rows are removed for all features in one place, and that is written down.
        ("Housekeeping", "Audit"),
        ("Housekeeping", "Issuance"),
        ("LiveFeed", "Campaigns"),
        ("LiveFeed", "Issuance"),

        // That a webhook ended stands among what is wrong, where everybody looks.
        ("LiveFeed", "Webhooks"),

        // A use of a coupon changes its row, is judged by its campaign's benefit, and is written down when a person does it.
        ("Redemptions", "Audit"),
        ("Redemptions", "Campaigns"),
        ("Redemptions", "Coupons"),
        ("Redemptions", "Issuance"),
        ("Exports", "Redemptions"),
        ("Reports", "Campaigns"),

        // A rehearsal sells a campaign of its own by the product's own way, and that is written down.
        ("Rehearsals", "Audit"),
        ("Rehearsals", "Campaigns"),
        ("Rehearsals", "Issuance"),
        ("Reports", "Issuance"),
        ("Seeding", "Audit"),
        ("Seeding", "Campaigns"),
        ("Seeding", "Issuance"),
        ("Seeding", "Operators"),
    ];

    /// <summary>Core runs without a web server: no assembly whose name begins like this may be referenced.</summary>
    public static readonly string[] ForbiddenInCore =
    [
        "CouponAdmin.Web",
        "MudBlazor",
        "Microsoft.AspNetCore.Components",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.Mvc",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.AspNetCore.SignalR",
    ];

    /// <summary>The one type that puts all features together.</summary>
    private const string Composition = "CoreRegistration";

    /// <summary>Uses across features that no arrow allows, one line each.</summary>
    public static IReadOnlyList<string> CrossingsIn(ModuleDefinition module, string root = Root) =>
    [
        .. CompiledReferences.Of(module)
            .Where(use => !IsExempt(use.From, root))
            .Select(use => (use.From, use.To, Arrow: (From: FeatureOf(use.From.Namespace, root), To: FeatureOf(use.To.Namespace, root))))
            .Where(use => !IsAllowed(use.Arrow.From, use.Arrow.To))
            .Select(use => $"{use.Arrow.From} → {use.Arrow.To}: {use.From.Name} uses {use.To.Name}")
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The same by the using directives of one file, which also show the use of a constant.</summary>
    public static IEnumerable<string> CrossingsIn(string path, string text)
    {
        string[] parts = path.Split('/');
        bool exempt = path.Contains("/Migrations/", StringComparison.Ordinal) || Path.GetFileNameWithoutExtension(path) == Composition;
        string from = parts.Length > 2 ? parts[1] : "";
        return exempt
            ? []
            : UsingDirective().Matches(text)
                .Select(match => match.Groups["feature"].Value)
                .Where(to => !IsAllowed(from, to))
                .Select(to => $"{from} → {to}: using directive in {path}");
    }

    public static IEnumerable<string> ForbiddenReferencesOf(ModuleDefinition module) =>
        module.AssemblyReferences
            .Select(reference => reference.Name)
            .Where(name => ForbiddenInCore.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));

    private static bool IsAllowed(string? from, string? to) =>
        from is null || to is null || from == to || Arrows.Contains((from, to)) || (Kernel.Contains(to) && !Kernel.Contains(from));

    private static bool IsExempt(TypeReference type, string root) =>
        type.Namespace.StartsWith(root + ".Database.Migrations", StringComparison.Ordinal) || (type.Namespace == root && type.Name == Composition);

    // Null: not ours. Empty: ours, in no feature.
    private static string? FeatureOf(string space, string root) =>
        space == root ? "" : space.StartsWith(root + ".", StringComparison.Ordinal) ? space[(root.Length + 1)..].Split('.')[0] : null;

    [GeneratedRegex(@"^\s*(global\s+)?using\s+(static\s+|\w+\s*=\s*)?CouponAdmin\.Core\.(?<feature>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UsingDirective();
}
