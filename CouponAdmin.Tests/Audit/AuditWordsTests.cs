using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Audit;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Tests.Audit;

/// <summary>Every action and every value that the product can write down has its words in both languages.</summary>
public sealed class AuditWordsTests
{
    private static readonly Type[] Leaves = [typeof(string), typeof(DateTimeOffset), typeof(StoreTime)];

    [Theory, InlineData(Say.Korean), InlineData(Say.English)]
    public void Word_OfEveryAction_IsNoRawName(string language)
    {
        Read(language);
        foreach (AuditAction action in Enum.GetValues<AuditAction>())
        {
            string name = AuditActions.NameOf(action);
            Assert.Equal(action, AuditActions.Find(name));
            Assert.True(IsWords(AuditTexts.Word(name), name, language), $"{name}: {AuditTexts.Word(name)}");
        }
    }

    [Theory, InlineData(Say.Korean), InlineData(Say.English)]
    public void Field_OfEveryChangeThatIsWritten_IsNoRawName(string language)
    {
        Read(language);
        HashSet<string> paths = ChangeTypes().SelectMany(type => PathsOf(type, "")).ToHashSet(StringComparer.Ordinal);

        // Known ones are among them: an empty walk would prove nothing.
        Assert.Subset(paths, new HashSet<string>(StringComparer.Ordinal) { "asksProof", "benefit.value", "opensAt", "role", "ticket", "found.NumberGap" });
        Assert.All(paths, path => Assert.True(IsWords(AuditTexts.FieldName(path), path, language), $"{path}: {AuditTexts.FieldName(path)}"));
    }

    [Theory, InlineData("close-campaign", true), InlineData("switch-challenge", true), InlineData("change-role", false), InlineData("of-another-version", false)]
    public void Subject_OfAnAction_LeadsToACampaignOnlyWhereItIsOne(string action, bool isCampaign) => Assert.Equal(isCampaign, AuditTexts.IsOnCampaign(action));

    private static void Read(string language) => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

    private static bool IsWords(string text, string name, string language) =>
        text.Length > 0 && text != name && text.Any(letter => letter is >= '가' and <= '힣') == (language == Say.Korean);

    private static IEnumerable<Type> ChangeTypes() => new[] { typeof(IAuditChange).Assembly, typeof(AuditTexts).Assembly }
        .SelectMany(assembly => assembly.GetTypes()).Where(type => typeof(IAuditChange).IsAssignableFrom(type) && type is { IsInterface: false, ContainsGenericParameters: false });

    private static IEnumerable<string> PathsOf(Type type, string prefix) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property =>
    {
        string path = prefix + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        Type value = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return value switch
        {
            { IsPrimitive: true } or { IsEnum: true } => [path],
            _ when Leaves.Contains(value) => [path],
            { IsGenericType: true } when value.GetGenericArguments() is [{ IsEnum: true } key, _] => Enum.GetNames(key).Select(name => $"{path}.{name}"),
            _ when typeof(IEnumerable).IsAssignableFrom(value) => throw new InvalidOperationException($"{type.Name}.{property.Name}: a list has no words."),
            _ => PathsOf(value, path + "."),
        };
    });
}
