using System.Text.RegularExpressions;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.ApiClients;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Description;

/// <summary>The folder in which clients are made, compiled and run. It stays between runs, so that packages are fetched again only when their list changed.</summary>
internal static partial class ClientWorkshop
{
    public const string Sources = "CouponAdmin.Tests/Description/Clients";
    private const string PackageList = "package-lock.json";
    private static readonly SharedServer<string> OneForAll = new(PrepareAsync);

    /// <summary>With the sources, and the packages of npm.</summary>
    public static Task<string> FolderAsync() => OneForAll.GetAsync();

    public static async Task<string> RunAsync(string program, string[] arguments, IReadOnlyDictionary<string, string?>? environment = null) => await ChildProcess.RunAsync(
        new ChildCommand(program, arguments) { WorkingDirectory = await FolderAsync(), Environment = environment ?? new Dictionary<string, string?>(StringComparer.Ordinal) });

    /// <summary>Runs a command of docs/api.md as it stands there.</summary>
    /// <param name="begins">How it begins.</param>
    public static Task<string> RunFromDocsAsync(string begins, Uri address)
    {
        string command = Block().Matches(SourceTree.Read("docs/api.md")).Select(match => match.Groups["command"].Value).Single(text => text.StartsWith(begins, StringComparison.Ordinal));
        return RunAsync("/bin/sh", ["-eu", "-c", command], new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["BASE"] = address.ToString().TrimEnd('/'),
            ["NO_PROXY"] = address.Host,
            ["no_proxy"] = address.Host,
            ["PATH"] = $"{Path.GetDirectoryName(AppEnvironment.DotnetProgram)}:{Environment.GetEnvironmentVariable("PATH")}",
        });
    }

    /// <summary>A shop's program that may do all that a sale takes.</summary>
    public static Task<TestApiClient> ShopAsync(RunningProduct product) =>
        TestApiClient.MakeAsync(product, "campaigns:manage", "issuances:read", "coupons:redeem", "claims:write-for-members");

    private static async Task<string> PrepareAsync()
    {
        // Below "obj": made by a build, and in no list of sources. The tools of the repository are found upwards from there.
        string folder = Directory.CreateDirectory(Path.Combine(SourceTree.Root, "CouponAdmin.Tests", "obj", "clients")).FullName;
        string had = Path.Combine(folder, "node_modules", PackageList);
        string wanted = SourceTree.Read($"{Sources}/{PackageList}");
        foreach (string file in Directory.EnumerateFiles(Path.Combine(SourceTree.Root, Sources)))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        if (!File.Exists(had) || await File.ReadAllTextAsync(had) != wanted)
        {
            await ChildProcess.RunAsync(new ChildCommand(InstalledPrograms.Npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund") { WorkingDirectory = folder });
            await File.WriteAllTextAsync(had, wanted);
        }

        await ChildProcess.RunAsync(new ChildCommand(AppEnvironment.DotnetProgram, "tool", "restore") { WorkingDirectory = folder });
        return folder;
    }

    [GeneratedRegex(@"```sh\n(?<command>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();
}
