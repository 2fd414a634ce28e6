using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.House;

/// <summary>docs/settings.md lists every setting, with the code's own words; <c>eng/settings.sh</c> writes it anew.</summary>
public sealed class SettingsReferenceTests
{
    private const string WriteVariable = "COUPONADMIN_WRITE_SETTINGS";

    [Fact]
    public async Task Reference_WhenMadeFromTheCode_IsTheOneInTheDocs()
    {
        string made = SettingsReference.Text();
        if (Environment.GetEnvironmentVariable(WriteVariable) is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(SourceTree.Root, SettingsReference.Path), made);
        }

        Assert.Equal(made, SourceTree.Read(SettingsReference.Path));
    }
}
