using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>A certificate for this machine's loopback, signed by an authority of its own that nobody else believes; all as PEM files.</summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly TimeSpan Lives = TimeSpan.FromDays(1);
    private readonly TestDirectory _directory = new("certificates");

    public TestCertificates()
    {
        using RSA rootKey = RSA.Create(2048);
        CertificateRequest root = new("CN=Authority of the tests", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 authority = root.CreateSelfSigned(now - Lives, now + Lives);

        using RSA key = RSA.Create(2048);
        CertificateRequest server = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = server.Create(authority, now - Lives, now + Lives, RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(Authority, authority.ExportCertificatePem());
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
    }

    public string Authority => Path.Combine(_directory.Path, "authority.crt");

    public string Certificate => Path.Combine(_directory.Path, "server.crt");

    public string Key => Path.Combine(_directory.Path, "server.key");

    public void Dispose() => _directory.Dispose();
}
