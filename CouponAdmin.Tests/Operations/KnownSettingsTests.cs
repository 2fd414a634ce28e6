using System.Reflection;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Operations;

namespace CouponAdmin.Tests.Operations;

/// <summary>A mistyped setting is told with the right name; what belongs to others is left alone.</summary>
public sealed class KnownSettingsTests
{
    private const BindingFlags Constants = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    [Theory]
    [InlineData("ConnectionString:Redis", "ConnectionStrings:Redis")]
    [InlineData("CONNECTIONSTRING:REDIS", "ConnectionStrings:Redis")]
    [InlineData("ConnectionStrings:Redsi", "ConnectionStrings:Redis")]
    [InlineData("ConnectionStrings_Redis", "ConnectionStrings:Redis")]
    [InlineData("Issuance:DrainBatchsSize", "Issuance:DrainBatchSize")]
    [InlineData("Issuanse:DrainBatchSize", "Issuance:DrainBatchSize")]
    [InlineData("Limit:ClaimsPerMemberPerSecond", "Limits:ClaimsPerMemberPerSecond")]
    [InlineData("Database:ConnectionString", "ConnectionStrings:Database")]
    [InlineData("Databse:Provider", "Database:Provider")]
    [InlineData("Authentication:Jwt:SigninKey", "Authentication:Jwt:SigningKey")]
    [InlineData("Proxy:Addresses:0", "Proxy:Addresses")]
    [InlineData("DataProtection:CertificatPath", "DataProtection:CertificatePath")]
    [InlineData("SetUp:AdminstratorEmail", "SetUp:AdministratorEmail")]
    [InlineData("Oidc:Authorty", "Oidc:Authority")]
    [InlineData("Demo:Sed", "Demo:Seed")]
    [InlineData("Store:Embeded", "Store:Embedded")]
    [InlineData("DataDirectoy", "DataDirectory")]
    [InlineData("Rehersal", "Rehearsal")]
    public void ProblemOf_WhenANameIsMistyped_GivesTheRightOne(string typed, string meant) =>
        Assert.StartsWith($"There is no setting {typed}. Did you mean {meant} ", KnownSettings.ProblemOf(typed), StringComparison.Ordinal);

    [Theory]
    [InlineData("Issuance:DrainBatchSize")]
    [InlineData("issuance:drainbatchsize")]
    [InlineData("Oidc:Roles:Operator")]
    [InlineData("DataProtection:Older:0:Path")]
    [InlineData("Authentication:Schemes:Bearer:ValidAudience")]
    [InlineData("ConnectionStrings:Database_ProviderName")]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("Kestrel:Certificates:Default:Path")]
    [InlineData("AllowedHosts")]
    [InlineData("URLS")]
    [InlineData("PATH")]
    [InlineData("DATABASE")]
    [InlineData("DATABASE_PROVIDER")]
    [InlineData("DATA_DIRECTORY")]
    [InlineData("PROXY")]
    [InlineData("DENO:DIR")]
    [InlineData("npm_config:registry")]
    [InlineData(":CF_USER_TEXT_ENCODING")]
    [InlineData("COUPONADMIN_FAILPOINT")]
    public void ProblemOf_WhenANameIsRightOrNotOurs_IsNone(string name) => Assert.Null(KnownSettings.ProblemOf(name));

    [Fact]
    public void Names_HoldEverySettingThatTheCodeNames()
    {
        FieldInfo[] constants =
        [
            .. new[] { typeof(KnownSettings).Assembly, typeof(StoreOptions).Assembly }.SelectMany(assembly => assembly.GetTypes()).SelectMany(type => type.GetFields(Constants))
                .Where(field => field.IsLiteral && field.FieldType == typeof(string)),
        ];
        string[] sections = [.. constants.Where(field => field.Name == "Section").Select(field => (string)field.GetRawConstantValue()!)];
        string[] settings = [.. constants.Where(field => field.Name.EndsWith("Setting", StringComparison.Ordinal)).Select(field => (string)field.GetRawConstantValue()!)];

        Assert.NotEmpty(sections);
        Assert.All(sections, section => Assert.Contains(KnownSettings.Names, name => name.StartsWith($"{section}:", StringComparison.Ordinal)));
        Assert.NotEmpty(settings);
        Assert.All(settings, setting => Assert.Contains(setting, KnownSettings.Names));
    }
}
