using CouponAdmin.Tests.Fixtures;
using Xunit.Sdk;

namespace CouponAdmin.Tests.Operations;

/// <summary>The commands of docs/deploy.md and of the systemd unit, run as they stand there by eng/deploy-page.sh; what is a stand-in is said there.</summary>
public sealed class DeployPageTests
{
    private const string Page = "docs/deploy.md";

    [Fact]
    public async Task Page_WhenItsCommandsAreRun_FindsTheFilesAndNamesThatItSays()
    {
        string output = await RunAsync(Page);
        Assert.EndsWith("All ran.", output.TrimEnd(), StringComparison.Ordinal);
        Assert.All((string[])["compose up -d --build", "apply -f couponadmin.yaml", "enable --now couponadmin"], asked => Assert.Contains(asked, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("secret.example.yaml", "secret.sample.yaml")]
    [InlineData("mkdir tls", "mkdir keys")]
    [InlineData("cp .env.example .env ", "touch .env")]
    [InlineData("job/migrate", "job/migration")]
    [InlineData("create namespace couponadmin", "create namespace coupons")]
    [InlineData("publish CouponAdmin.Web ", "publish CouponAdmin ")]
    public async Task Page_WhenACommandIsWrong_IsRefused(string right, string wrong)
    {
        string page = SourceTree.Read(Page);
        Assert.Contains(right, page, StringComparison.Ordinal);
        using TestDirectory folder = new("deploy-page");
        string planted = Path.Combine(folder.Path, "deploy.md");
        await File.WriteAllTextAsync(planted, page.Replace(right, wrong, StringComparison.Ordinal));

        await Assert.ThrowsAsync<XunitException>(() => RunAsync(planted));
    }

    private static Task<string> RunAsync(string page) =>
        ChildProcess.RunAsync(new ChildCommand("/bin/bash", "eng/deploy-page.sh", "--short", page) { WorkingDirectory = SourceTree.Root });
}
