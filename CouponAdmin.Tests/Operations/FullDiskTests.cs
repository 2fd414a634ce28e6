using System.Net;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Operations;

/// <summary>The embedded store's disk is full, then has space again: a clear refusal meanwhile, nothing lost, and no restart by hand.</summary>
/// <remarks>The disk is a small file system in memory, which only root may mount.</remarks>
public sealed class FullDiskTests
{
    [Fact]
    public async Task EmbeddedStore_WhenTheDiskWasFullAndHasSpaceAgain_ServesByItself()
    {
        Assert.True(Environment.IsPrivilegedProcess, "This test mounts a small file system and must run as root, as PostgreSQL's tests must.");
        using TestDirectory folder = new("disk");
        await ChildProcess.RunAsync(new ChildCommand("/bin/mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", folder.Path));
        try
        {
            await FillAndFreeAsync(folder.Path);
        }
        finally
        {
            await ChildProcess.RunAsync(new ChildCommand("/bin/umount", "--lazy", folder.Path));
        }
    }

    private static async Task FillAndFreeAsync(string disk)
    {
        await using RunningProduct product = await RunningProduct.StartAsync(Setup.Embedded, ("DataDirectory", Path.Combine(disk, "data")));
        await product.Sale.OpenAsync(SaleClient.Draft("full"), product.Tokens.Operator());
        long ticket = (await ClaimAsync(product, "before")).Is(202).Number("ticket");
        int process = product.App.ProcessId;
        string filler = Path.Combine(disk, "filler");
        Fill(filler);

        // Page by page the log fills what is left of it: then no claim is acknowledged any more, and none is called sold out.
        int member = 0;
        Answer refused = await Eventually.HoldsAsync(
            () => ClaimAsync(product, $"meanwhile-{member++}"), answer => answer.Status == HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(60));
        refused.Is(503, "store-unavailable");

        File.Delete(filler);
        await Eventually.HoldsAsync(() => ClaimAsync(product, "after"), answer => answer.HasTicket, TimeSpan.FromSeconds(60), () => product.App.Output);
        Assert.Equal(ticket, (await ClaimAsync(product, "before")).Number("ticket"));
        Assert.Equal(process, product.App.ProcessId);
    }

    private static Task<Answer> ClaimAsync(RunningProduct product, string member) => product.Sale.ClaimAsync("full", product.Tokens.Member(member));

    private static void Fill(string path)
    {
        byte[] block = new byte[1024 * 1024];
        using FileStream filler = File.Create(path);
        try
        {
            while (true)
            {
                filler.Write(block);
                filler.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }
}
