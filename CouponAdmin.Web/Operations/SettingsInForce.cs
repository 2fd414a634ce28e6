using System.Data.Common;
using System.Globalization;
using System.Net;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Housekeeping;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Seeding;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Mail;
using CouponAdmin.Web.Shared;
using StackExchange.Redis;

namespace CouponAdmin.Web.Operations;

/// <summary>A setting by its name in the configuration, with the value that is in force.</summary>
public sealed record SettingLine(string Name, string Value);

/// <summary>The settings in force, for people to look at. A secret is only said to be there: what is shown is chosen one by one, never what is left after hiding.</summary>
internal sealed class SettingsInForce(
    StoreOptions store, DatabaseOptions database, IssuanceOptions issuance, LimitsOptions limits, ConnectionLimitsOptions connections, DataDirectory data,
    BatchScheduling scheduling, MailOptions mail, ShutdownOptions shutdown, HousekeepingOptions housekeeping, ShopPages shops, IConfiguration configuration)
{
    /// <summary>The parts of a connection string that say where a database is; names of all three providers.</summary>
    private static readonly string[] Whereabouts = ["Host", "Server", "Port", "Data Source", "Database", "Initial Catalog"];

    public IReadOnlyList<SettingLine> All =>
    [
        new("ConnectionStrings:Redis", StoreAddress),
        new("ConnectionStrings:Database", DatabaseAddress),
        new("Database:Provider", database.Provider.ToString()),
        new("DataDirectory", data.Path),
        new(StoreOptions.ReplicasSetting, store.Replicas is { } replicas ? Number(replicas) : "auto"),
        new(StoreOptions.CertificateAuthoritySetting, store.CertificateAuthority is { Length: > 0 } authority ? authority : Say.In("시스템의 인증 기관", "the system's own")),
        new(StoreOptions.EmbeddedMegabytesSetting, store.EmbeddedMegabytes == 0 ? Say.In("줄이지 않음", "never shortened") : Number(store.EmbeddedMegabytes)),
        new("Housekeeping:RefusalDays", Days(housekeeping.RefusalDays)),
        new("Housekeeping:TallyDays", Days(housekeeping.TallyDays)),
        new("Housekeeping:AuditDays", Days(housekeeping.AuditDays)),
        new("Issuance:DrainInterval", Figures.Duration(issuance.DrainInterval)),
        new("Issuance:DrainBatchSize", Number(issuance.DrainBatchSize)),
        new("Issuance:DrainLease", Figures.Duration(issuance.DrainLease)),
        new("Issuance:QueueTtl", Figures.Duration(issuance.QueueTtl)),
        new("Issuance:ClaimBatchSize", Number(issuance.ClaimBatchSize)),
        new("Issuance:ClaimTimeout", Figures.Duration(issuance.ClaimTimeout)),
        new("Issuance:DatabaseTimeout", Figures.Duration(issuance.DatabaseTimeout)),
        new("Issuance:CodeSecret", Presence(issuance.CodeSecret)),
        new("Limits:ClaimsPerMemberPerSecond", Limit(limits.ClaimsPerMemberPerSecond)),
        new("Limits:ChallengeBits", Number(limits.ChallengeBits)),
        new("Limits:RequestsPerAddressPerSecond", Limit(limits.RequestsPerAddressPerSecond)),
        new("Limits:TokenRequestsPerAddressPerSecond", Limit(limits.TokenRequestsPerAddressPerSecond)),
        new("Limits:ExportsPerPerson", Limit(limits.ExportsPerPerson)),
        new("Limits:HeadersWithin", Figures.Duration(connections.HeadersWithin)),
        new("Limits:HeaderBytes", Number(connections.HeaderBytes)),
        new("Limits:HeaderCount", Number(connections.HeaderCount)),
        new("Limits:BodyBytes", Number(connections.BodyBytes)),
        new("Limits:BodyBytesPerSecond", Number(connections.BodyBytesPerSecond)),
        new("Limits:BodyGrace", Figures.Duration(connections.BodyGrace)),
        new("Limits:Connections", Limit(connections.Connections)),
        new(SigningKey.Setting, Presence(configuration[SigningKey.Setting])),
        new("DataProtection:CertificatePath", configuration["DataProtection:CertificatePath"] is { Length: > 0 } certificate
            ? certificate
            : Say.In("없음: 세션 키가 데이터베이스에 암호화되지 않은 채 있음", "none: the keys of sessions stand in the database in the clear")),
        new("Mail:Host", mail.IsOn ? $"{mail.Host}:{mail.PortInForce.ToString(CultureInfo.InvariantCulture)}" : Say.In("없음: 메일을 보내지 않음", "none: no mail is sent")),
        new("Mail:Security", mail.Security.ToString()),
        new("Mail:User", Given(mail.User)),
        new("Mail:Password", mail.Password.Length > 0 ? Say.In("설정됨 (보이지 않음)", "set (not shown)") : Say.In("없음", "none")),
        new("Mail:From", Given(mail.From)),
        new("Mail:PublicAddress", Given(mail.PublicAddress)),
        new("Mail:Contact", Given(mail.Contact)),
        new("Mail:AsksPerAddressPerHour", Number(mail.AsksPerAddressPerHour)),
        new("Mail:AsksPerSourcePerHour", Number(mail.AsksPerSourcePerHour)),
        new("Oidc:Authority", Given(configuration["Oidc:Authority"])),
        new(KnownProxies.Addresses, Given(configuration[KnownProxies.Addresses])),
        new(KnownProxies.Networks, Given(configuration[KnownProxies.Networks])),
        new("Shop:Origins", Given(string.Join(", ", shops.Origins))),
        new("Shop:FrameAncestors", Given(string.Join(", ", shops.FrameAncestors))),
        new("Shutdown:Delay", Figures.Duration(shutdown.Delay)),
        new(Rehearsal.Setting, OnOff(CouponSettings.Flag(configuration, Rehearsal.Setting, otherwise: true))),
        new(BatchScheduling.Setting, scheduling.Refusal is { } reason
            ? Say.In($"켜짐, 시스템이 받아들이지 않음: {reason}", $"on, but the system refuses it: {reason}")
            : OnOff(scheduling.IsWanted)),
        new(DemoSeed.Setting, OnOff(CouponSettings.Flag(configuration, DemoSeed.Setting, otherwise: false))),
    ];

    /// <summary>Hosts and ports alone.</summary>
    public string StoreAddress => store.IsEmbedded
        ? Say.In("내장 저장소", "embedded")
        : string.Join(", ", ConfigurationOptions.Parse(store.Redis).EndPoints.Select(AddressOf));

    /// <summary>Host and name, or the file.</summary>
    public string DatabaseAddress
    {
        get
        {
            if (database.ConnectionString.Length == 0)
            {
                return Say.In("데이터 폴더의 SQLite 파일", "a SQLite file in the data directory");
            }

            DbConnectionStringBuilder parts = new() { ConnectionString = database.ConnectionString };
            IEnumerable<string> shown = Whereabouts.Where(parts.ContainsKey).Select(name => Convert.ToString(parts[name], CultureInfo.InvariantCulture) ?? "");
            return string.Join(" · ", shown.Where(part => part.Length > 0));
        }
    }

    internal static string AddressOf(EndPoint? address) => address is DnsEndPoint name ? $"{name.Host}:{name.Port.ToString(CultureInfo.InvariantCulture)}" : address?.ToString() ?? "";

    private static string OnOff(bool isOn) => isOn ? Say.In("켜짐", "on") : Say.In("꺼짐", "off");

    private static string Presence(string? secret) => string.IsNullOrWhiteSpace(secret)
        ? Say.In("만들어 데이터베이스에 보관 (보이지 않음)", "generated, kept in the database (not shown)")
        : Say.In("설정됨 (보이지 않음)", "set (not shown)");

    private static string Given(string? text) => string.IsNullOrWhiteSpace(text) ? Say.In("없음", "none") : text;

    private static string Limit(int perSecond) => perSecond == 0 ? Say.In("제한 없음", "no limit") : Number(perSecond);

    private static string Days(int days) => days == 0 ? Say.In("계속 보관", "kept for good") : Say.In($"{Number(days)}일", $"{Number(days)} days");

    private static string Number(int number) => Figures.Count(number);
}
