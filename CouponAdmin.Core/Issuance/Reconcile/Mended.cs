using System.Globalization;
using CouponAdmin.Core.Audit;

namespace CouponAdmin.Core.Issuance.Reconcile;

/// <summary>What a reconciliation found and set out to mend, as the audit keeps it: how many of each kind, with an example.</summary>
internal sealed record Mended(IReadOnlyDictionary<FindingKind, string> Found) : IAuditChange
{
    public static Mended Of(ReconcileReport report) => new(report.Findings.GroupBy(finding => finding.Kind).ToDictionary(
        kind => kind.Key,
        kind => string.Join(", ", kind.Select(finding => string.Create(CultureInfo.InvariantCulture, $"{finding.Count} ({finding.Example})")))));
}
