using System.Globalization;
using System.Text.RegularExpressions;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Operations;
using YamlDotNet.RepresentationModel;

namespace CouponAdmin.Tests.Operations;

/// <summary>What can be said about the files of <c>deploy</c> without an engine, a cluster or a systemd that runs them.</summary>
public sealed partial class DeployFilesTests
{
    private const string Unit = "deploy/systemd/couponadmin.service";

    /// <summary>The framework's own time for requests under way, which begins after the delay.</summary>
    private static readonly TimeSpan FrameworkStop = TimeSpan.FromSeconds(30);

    [Fact]
    public void Files_WhenRead_ParseAndSayWhatWasNotRun()
    {
        string[] yaml = [.. SourceTree.Files(".yaml", "deploy"), .. SourceTree.Files(".yml", "deploy")];
        Assert.True(yaml.Length >= 4, "Where have the files gone?");
        Assert.All(yaml, path =>
        {
            YamlStream stream = [];
            using StringReader reader = new(SourceTree.Read(path));
            stream.Load(reader);
            Assert.NotEmpty(stream.Documents);
        });
        string[] ours = ["Dockerfile", Unit, .. SourceTree.Files(".yaml", "deploy/compose"), .. SourceTree.Files(".yaml", "deploy/kubernetes")];
        Assert.All(ours, path => Assert.StartsWith("# Not run", SourceTree.Read(path), StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_WhenAFileSetsThem_AreKnown()
    {
        string[] names =
        [
            .. Files().SelectMany(path => SettingName().Matches(SourceTree.Read(path)).Select(match => match.Value.Replace("__", ":", StringComparison.Ordinal))).Distinct(StringComparer.Ordinal),
        ];
        Assert.True(names.Length > 8, string.Join(' ', names));
        Assert.All(names, name => Assert.Contains(name, KnownSettings.Names));
    }

    [Fact]
    public void Mounts_WhenTheyAreOfThisRepository_AreThere()
    {
        IReadOnlyDictionary<string, ComposePart> services = ComposeFile.Read(
            Directory.EnumerateFiles(Path.Combine(SourceTree.Root, ComposeFile.Folder), ".env.example").SelectMany(File.ReadLines)
                .Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#').ToDictionary(line => line.Split('=')[0], _ => "x", StringComparer.Ordinal));
        string[] mounts = [.. services.Values.SelectMany(service => service.Volumes).Where(volume => volume[0] == '.').Select(volume => volume.Split(':')[0])];
        Assert.NotEmpty(mounts);

        // The certificate is the operator's own.
        Assert.All(mounts.Where(mount => mount != "./tls"), mount => Assert.True(Path.Exists(Path.Combine(SourceTree.Root, ComposeFile.Folder, mount)), mount));
    }

    /// <summary>Whoever ends an instance waits for its delay and for the requests under way.</summary>
    [Theory]
    [InlineData(ComposeFile.Path, @"stop_grace_period: (?<s>\d+)s")]
    [InlineData("deploy/kubernetes/couponadmin.yaml", @"terminationGracePeriodSeconds: (?<s>\d+)")]
    [InlineData(Unit, @"TimeoutStopSec=(?<s>\d+)")]
    public void Grace_WhenAnInstanceIsEnded_IsLongerThanItsStop(string path, string pattern)
    {
        string text = SourceTree.Read(path);
        Match set = ShutdownDelay().Match(text);
        TimeSpan delay = set.Success ? TimeSpan.Parse(set.Groups["t"].Value, CultureInfo.InvariantCulture) : new ShutdownOptions().Delay;
        TimeSpan grace = Seconds(text, pattern);
        Assert.True(grace > delay + FrameworkStop, $"{path}: {grace} for {delay} and {FrameworkStop}");
    }

    [Fact]
    public void Nginx_WhenAnInstanceStops_HasClosedItsIdleConnectionsBefore() =>
        Assert.True(Seconds(SourceTree.Read(NginxServer.Configuration), @"^\s+keepalive_timeout (?<s>\d+)s;") < new ShutdownOptions().Delay);

    [Fact]
    public async Task Unit_WhenSystemdVerifiesIt_HasNoFault()
    {
        using TestDirectory folder = new("systemd");
        string unit = Path.Combine(folder.Path, "couponadmin.service");
        await File.WriteAllTextAsync(unit, SourceTree.Read(Unit).Replace("/usr/bin/dotnet ", $"{Path.GetFullPath(AppEnvironment.DotnetProgram)} ", StringComparison.Ordinal));
        string said = await ChildProcess.RunAsync(new ChildCommand(InstalledPrograms.SystemdAnalyze, "verify", "--man=no", unit));

        // Other units of the machine may have faults of their own.
        Assert.DoesNotContain("couponadmin", said, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Files() =>
        ((string[])["Dockerfile"]).Concat(SourceTree.Files("", "deploy")).Where(path => !path.StartsWith("deploy/grafana/", StringComparison.Ordinal) && !path.StartsWith("deploy/prometheus/", StringComparison.Ordinal));

    private static TimeSpan Seconds(string text, string pattern)
    {
        Match match = Regex.Match(text, pattern, RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        Assert.True(match.Success, pattern);
        return TimeSpan.FromSeconds(int.Parse(match.Groups["s"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+(__[A-Z][A-Za-z]+)+\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SettingName();

    [GeneratedRegex(@"Shutdown__Delay[^\d]*(?<t>\d\d:\d\d:\d\d)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShutdownDelay();
}
