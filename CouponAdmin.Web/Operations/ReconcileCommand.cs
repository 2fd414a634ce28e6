using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Reconcile;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Web.Operations;

/// <summary><c>reconcile [--repair] [slug…]</c>: compares store, queue and database of the named campaigns, or of all published ones, and prints the differences.</summary>
/// <remarks>With the embedded store the instance must be stopped; with Redis it may run. Ends with 0 when nothing differs or all was mended, else with 2.</remarks>
internal static class ReconcileCommand
{
    private const string Repair = "--repair";
    private const int Differences = 2;

    public static async Task<int> ReconcileAsync(this WebApplication app, string[] arguments)
    {
        await using StoreSession session = await StoreSession.OpenAsync(app.Services, app.Lifetime.ApplicationStopping);
        bool isRepair = arguments.Contains(Repair, StringComparer.Ordinal);
        string[] named = [.. arguments.Where(argument => argument != Repair)];
        IAsyncEnumerable<string> slugs = named.Length > 0
            ? named.ToAsyncEnumerable()
            : app.Services.GetRequiredService<CampaignSlugs>().PublishedAsync(CancellationToken.None);
        ReconcileCampaign reconcile = app.Services.GetRequiredService<ReconcileCampaign>();
        (int agree, int mended, int differ, int failed) = (0, 0, 0, 0);
        await foreach (string slug in slugs)
        {
            Result<ReconcileReport> result = isRepair
                ? await reconcile.RepairAsync(slug, Actor.System, CancellationToken.None)
                : await reconcile.LookAsync(slug, CancellationToken.None);
            await Console.Out.WriteLineAsync(result.TryGet(out ReconcileReport? report, out Refusal? refusal) ? Text(report, result.IsInForce) : $"{slug}: {refusal.Detail}");
            _ = report switch
            {
                null => failed++,
                { IsClean: true } => agree++,
                { IsRepaired: true } => mended++,
                _ => differ++,
            };
        }

        await Console.Out.WriteLineAsync($"{agree + mended + differ + failed} campaigns compared: {agree} agree, {mended} mended, {differ} differ, {failed} not compared.");
        return differ + failed == 0 ? 0 : Differences;
    }

    private static string Text(ReconcileReport report, bool isInForce) => string.Join(Environment.NewLine,
    [
        $"{report.Slug}: {report.Rows} rows, {report.Tickets} tickets, {(report.IsClean ? "nothing differs" : report.IsRepaired ? "mended" : isInForce ? "differences" : "the database is mended, the store doesn't answer")} ({report.Took.TotalSeconds:0.0} s)",
        .. report.Findings.Select(finding => $"  {finding.Kind} × {finding.Count}: {finding.Example}{(finding.CanRepair ? "" : " (needs a person)")}"),
    ]);
}
