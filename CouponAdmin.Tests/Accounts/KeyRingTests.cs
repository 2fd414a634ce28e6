using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CouponAdmin.Core;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CouponAdmin.Tests.Accounts;

/// <summary>The keys of sessions in a real database: not to be read without the certificate, and by every instance that has it.</summary>
public sealed class KeyRingTests : IDisposable
{
    private const string Password = "of the file";
    private readonly TestDirectory _folder = new("key-ring");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Keys_WhenACertificateIsSet_AreEncryptedAndReadByWhoeverHasIt()
    {
        DatabaseOptions database = await Databases.CreateAsync(DatabaseProvider.Sqlite, _folder.Path);
        (string first, string second) = (Certificate("first"), Certificate("second"));
        string cookie;
        await using (WebApplication one = await InstanceAsync(database, first))
        {
            cookie = Protector(one).Protect("somebody");
            Assert.DoesNotContain("<masterKey", await KeysAsync(one), StringComparison.Ordinal);
            Assert.Contains("encryptedSecret", await KeysAsync(one), StringComparison.Ordinal);
        }

        await using (WebApplication two = await InstanceAsync(database, first))
        {
            Assert.Equal("somebody", Protector(two).Unprotect(cookie));
        }

        await using (WebApplication renewed = await InstanceAsync(database, second, older: first))
        {
            Assert.Equal("somebody", Protector(renewed).Unprotect(cookie));
        }

        await using WebApplication stranger = await InstanceAsync(database, second);
        Assert.Throws<CryptographicException>(() => Protector(stranger).Unprotect(cookie));
    }

    [Fact]
    public async Task Keys_WhenTheCertificateComesLater_AreNotUsedForWhatIsNew()
    {
        DatabaseOptions database = await Databases.CreateAsync(DatabaseProvider.Sqlite, _folder.Path);
        string certificate = Certificate("late");
        string old;
        await using (WebApplication plain = await InstanceAsync(database, null))
        {
            old = Protector(plain).Protect("somebody");
            Assert.Contains("<masterKey", await KeysAsync(plain), StringComparison.Ordinal);
        }

        await using WebApplication app = await InstanceAsync(database, certificate);
        Assert.Equal("somebody", Protector(app).Unprotect(old));
        string made = Protector(app).Protect("another");
        await using (AsyncServiceScope scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<CouponDbContext>().DataProtectionKeys.Where(key => key.Xml!.Contains("<masterKey")).ExecuteDeleteAsync();
        }

        // What is new lives on without the keys that stood in the clear; what they protected does not.
        await using WebApplication after = await InstanceAsync(database, certificate);
        Assert.Equal("another", Protector(after).Unprotect(made));
        Assert.Throws<CryptographicException>(() => Protector(after).Unprotect(old));
    }

    [Fact]
    public async Task Certificate_WhenItsPasswordIsWrong_StopsTheStartWithTheSettingsName()
    {
        DatabaseOptions database = await Databases.CreateAsync(DatabaseProvider.Sqlite, _folder.Path);
        string certificate = Certificate("locked");

        SettingException refusal = await Assert.ThrowsAsync<SettingException>(() => InstanceAsync(database, certificate, password: "wrong"));

        Assert.StartsWith("DataProtection:CertificatePath:", refusal.Message, StringComparison.Ordinal);
    }

    private static IDataProtector Protector(WebApplication app) => app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static async Task<string> KeysAsync(WebApplication app)
    {
        await using AsyncServiceScope scope = app.Services.CreateAsyncScope();
        return string.Concat(await scope.ServiceProvider.GetRequiredService<CouponDbContext>().DataProtectionKeys.Select(key => key.Xml).ToListAsync());
    }

    private static async Task<WebApplication> InstanceAsync(DatabaseOptions database, string? certificate, string? older = null, string password = Password)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection(
        [
            new("DataProtection:CertificatePath", certificate ?? ""), new("DataProtection:CertificatePassword", password),
            .. older is null ? [] : new KeyValuePair<string, string?>[] { new("DataProtection:Older:0:Path", older), new("DataProtection:Older:0:Password", Password) },
        ]);
        builder.Services.AddIdentitySchema().AddCouponCore(new StoreOptions { Redis = "unused:1" }, database, new IssuanceOptions(), new DataDirectory("unused"));
        builder.AddKeyRing();
        WebApplication app = builder.Build();
        await app.CheckKeyRingAsync();
        return app;
    }

    private string Certificate(string name)
    {
        using RSA key = RSA.Create(2048);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 made = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        string path = Path.Combine(_folder.Path, $"{name}.pfx");
        File.WriteAllBytes(path, made.Export(X509ContentType.Pkcs12, Password));
        return path;
    }
}
