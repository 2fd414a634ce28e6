using Mono.Cecil;

namespace CouponAdmin.Tests.House;

/// <summary>Who may use whom in the Core. To allow one more arrow, add it here and say in the change why the feature needs the other.</summary>
internal static class CoreImports
{
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

    public static ImportRules Rules { get; } = new("CouponAdmin.Core", ["Store", "Database", "Results", "Telemetry"],
    [
        ("Database", "Store"),
        ("Database", "Results"),
        ("Store", "Results"),
        ("Store", "Telemetry"),

        // Identity's base context names the type of account; its tables belong to the same database.
        ("Database", "Operators"),

        // An act that was asked for under a key is noted with its audit entry, so that it is carried out once. The keys of a redemption and of a file of codes obey the same rules.
        ("Audit", "Idempotency"),
        ("Issuance", "Idempotency"),
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
        ("Reports", "Issuance"),

        // A rehearsal sells a campaign of its own by the product's own way, and that is written down.
        ("Rehearsals", "Audit"),
        ("Rehearsals", "Campaigns"),
        ("Rehearsals", "Issuance"),
        ("Seeding", "Audit"),
        ("Seeding", "Campaigns"),
        ("Seeding", "Issuance"),
        ("Seeding", "Operators"),
    ], "CoreRegistration");

    public static IEnumerable<string> ForbiddenReferencesOf(ModuleDefinition module) =>
        module.AssemblyReferences
            .Select(reference => reference.Name)
            .Where(name => ForbiddenInCore.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
}
