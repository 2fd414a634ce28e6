namespace CouponAdmin.Tests.Fixtures;

/// <summary>The web application as it is delivered: published once a run, with its files fingerprinted and compressed. Sizes and caching are judged on it.</summary>
internal sealed class PublishedApp
{
    private static readonly SharedServer<PublishedApp> OneForAll = new(PublishAsync);

    private readonly TestDirectory _directory = new("published");

    public string Folder => _directory.Path;

    public static Task<PublishedApp> SharedAsync() => OneForAll.GetAsync();

    private static async Task<PublishedApp> PublishAsync()
    {
        PublishedApp app = new();
        await ChildProcess.RunAsync(new ChildCommand(
            AppEnvironment.DotnetProgram, "publish", "CouponAdmin.Web", "--no-build", "-c", SourceTree.Configuration, "-o", app.Folder, "-v", "quiet", "--nologo",
            "--disable-build-servers")
        {
            WorkingDirectory = SourceTree.Root,
        });
        return app;
    }
}
