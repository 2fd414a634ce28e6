using System.Globalization;
using Xunit.Sdk;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>Where the servers stand on a Debian machine. A missing one fails the test and says which package brings it: nothing is skipped.</summary>
internal static class InstalledPrograms
{
    public static string RedisServer => Existing("/usr/bin/redis-server", "redis-server");

    public static string RedisSentinel => Existing("/usr/bin/redis-sentinel", "redis-sentinel");

    public static string SystemdAnalyze => Existing("/usr/bin/systemd-analyze", "systemd");

    public static string Nginx => Existing("/usr/sbin/nginx", "nginx");

    /// <summary>Its package manager is a script that finds node by the path.</summary>
    public static string Npm => File.Exists("/usr/bin/node") ? Existing("/usr/bin/npm", "npm") : throw Missing("/usr/bin/node", "nodejs");

    public static string Promtool => Existing("/usr/bin/promtool", "prometheus");

    /// <summary>The headless build where it is installed: the same engine without the desktop browser around it, which took half of a browser test's time.</summary>
    public static string Chromium =>
        Environment.GetEnvironmentVariable("COUPONADMIN_TEST_CHROMIUM") is { } chosen ? Existing(chosen, "chromium")
        : File.Exists(HeadlessChromium) ? HeadlessChromium
        : Existing("/usr/bin/chromium", "chromium");

    private const string HeadlessChromium = "/usr/lib/chromium/chromium-headless-shell";

    /// <summary>The folder with <c>initdb</c> and <c>postgres</c> of the newest version.</summary>
    public static string PostgreSqlBin
    {
        get
        {
            const string Versions = "/usr/lib/postgresql";
            string? newest = (Directory.Exists(Versions) ? Directory.GetDirectories(Versions) : [])
                .Where(version => File.Exists(Path.Combine(version, "bin", "postgres")))
                .MaxBy(version => int.TryParse(Path.GetFileName(version), CultureInfo.InvariantCulture, out int number) ? number : 0);
            return Path.Combine(newest ?? throw Missing(Versions + "/*/bin/postgres", "postgresql"), "bin");
        }
    }

    private static string Existing(string path, string package) => File.Exists(path) ? path : throw Missing(path, package);

    private static XunitException Missing(string path, string package) =>
        new($"{path} is missing. Install the Debian package '{package}' (test.sh does it where it may): apt-get install {package}");
}
