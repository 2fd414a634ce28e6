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
        string[] slugs = [.. arguments.Where(argument => argument != Repair)];
        if (slugs.Length == 0)
        {
            slugs = [.. (await app.Services.GetRequiredService<CampaignCatalogue>().PublishedAsync(CancellationToken.None)).Select(campaign => campaign.Slug)];
        }

        bool isClean = true;
        ReconcileCampaign reconcile = app.Services.GetRequiredService<ReconcileCampaign>();
        foreach (string slug in slugs)
        {
            Result<ReconcileReport> result = arguments.Contains(Repair, StringComparer.Ordinal)
                ? await reconcile.RepairAsync(slug, Actor.System, CancellationToken.None)
                : await reconcile.LookAsync(slug, CancellationToken.None);
            bool isDone = result.TryGet(out ReconcileReport? report, out Refusal? refusal);
            await Console.Out.WriteLineAsync(isDone ? Text(report!) : $"{slug}: {refusal!.Detail}");
            isClean &= isDone && (report!.IsClean || report.IsRepaired);
        }

        return isClean ? 0 : Differences;
    }

    private static string Text(ReconcileReport report) => string.Join(Environment.NewLine,
    [
        $"{report.Slug}: {report.Rows} rows, {report.Tickets} tickets, {(report.IsClean ? "nothing differs" : report.IsRepaired ? "mended" : "differences")} ({report.Took.TotalSeconds:0.0} s)",
        .. report.Findings.Select(finding => $"  {finding.Kind} × {finding.Count}: {finding.Example}{(finding.CanRepair ? "" : " (needs a person)")}"),
    ]);
}
