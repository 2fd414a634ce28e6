using CouponAdmin.Web.Http;
using CouponAdmin.Web.Mail;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace CouponAdmin.Tests.Mail;

public sealed class MailOptionsTests
{
    private const string Secret = "hunter2-hunter2";

    [Theory]
    [InlineData("Mail:Host=h", "Mail:From must be")]
    [InlineData("Mail:Host=h;Mail:From=no address", "Mail:From must be")]
    [InlineData("Mail:Host=h;Mail:From=a@example.com", "Mail:PublicAddress is missing")]
    [InlineData("Mail:Host=h;Mail:From=a@example.com;Mail:PublicAddress=coupons.example.com", "Mail:PublicAddress must be")]
    [InlineData("Mail:Host=h;Mail:From=a@example.com;Mail:PublicAddress=http://coupons.example.com", "Mail:PublicAddress must be")]
    [InlineData("Mail:Host=h;Mail:From=a@example.com;Mail:PublicAddress=https://coupons.example.com/path", "Mail:PublicAddress must be")]
    [InlineData("Mail:Host=h;Mail:From=a@example.com;Mail:PublicAddress=https://a@coupons.example.com", "Mail:PublicAddress must be")]
    [InlineData("Mail:Host=h;Mail:From=a@example.com;Mail:PublicAddress=https://c.example;Mail:User=u", "Mail:User and Mail:Password belong together")]
    [InlineData("Mail:Host=h;Mail:From=a@example.com;Mail:PublicAddress=https://c.example;Mail:User=u;Mail:Password=hunter2-hunter2;Mail:Security=None", "in the clear")]
    [InlineData("Mail:From=a@example.com", "Mail:Host is missing")]
    [InlineData("Mail:Password=hunter2-hunter2", "Mail:Host is missing")]
    [InlineData("Mail:Host=h;Mail:Security=Perhaps", "Mail")]
    [InlineData("Mail:Port=70000", "Mail:Port")]
    [InlineData("Mail:AsksPerAddressPerHour=0", "Mail:AsksPerAddressPerHour")]
    public void Read_WhenASettingIsWrong_NamesItAndNoSecret(string settings, string sentence)
    {
        SettingException refusal = Assert.Throws<SettingException>(() => Read(settings));
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false, 587)]
    [InlineData("Mail:PublicAddress=https://c.example", false, 587)]
    [InlineData("Mail:Host=h;Mail:From=A <a@example.com>;Mail:PublicAddress=https://c.example", true, 587)]
    [InlineData("Mail:Host=h;Mail:From=a@example.com;Mail:PublicAddress=https://c.example/;Mail:Security=tls;Mail:User=u;Mail:Password=p", true, 465)]
    [InlineData("Mail:Host=127.0.0.1;Mail:From=a@example.com;Mail:PublicAddress=http://localhost:5080;Mail:Security=None;Mail:User=u;Mail:Password=p", true, 25)]
    [InlineData("Mail:Host=h;Mail:Port=2525;Mail:From=a@example.com;Mail:PublicAddress=https://c.example", true, 2525)]
    public void Read_WhenSettingsAreRight_TakesThem(string settings, bool isOn, int port)
    {
        MailOptions options = Read(settings);
        Assert.Equal((isOn, port), (options.IsOn, options.PortInForce));
    }

    private static MailOptions Read(string settings) => MailOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2)).Select(pair => new KeyValuePair<string, string?>(pair[0], pair[1]))).Build(),
        new TestHost());

    private sealed class TestHost : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Production;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
