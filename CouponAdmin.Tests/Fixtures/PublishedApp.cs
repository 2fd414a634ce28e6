namespace CouponAdmin.Tests.Fixtures;

/// <summary>The web application as it is delivered: published once a run, with its files fingerprinted and compressed. Sizes and caching are judged on it.</summary>
internal sealed class PublishedApp(string folder)
{
    private static readonly SharedServer<PublishedApp> OneForAll = new(PublishAsync);

    public string Folder { get; } = folder;

    public static Task<PublishedApp> SharedAsync() => OneForAll.GetAsync();

    private static async Task<PublishedApp> PublishAsync()
    {
        // Goes with the run.
        TestDirectory directory = new("published");
        await ChildProcess.RunAsync(new ChildCommand(
            AppEnvironment.DotnetProgram, "publish", "CouponAdmin.Web", "--no-build", "-c", SourceTree.Configuration, "-o", directory.Path, "-v", "quiet", "--nologo",
            "--disable-build-servers")
        {
            WorkingDirectory = SourceTree.Root,
        });
        return new PublishedApp(directory.Path);
    }
}
