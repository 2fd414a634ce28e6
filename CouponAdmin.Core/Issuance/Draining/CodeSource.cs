using System.Text;
using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Database;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>The codes of this installation: from the setting's secret, else from the one that all instances share in the database.</summary>
internal sealed class CodeSource(IssuanceOptions options, SecretVault vault)
{
    private CouponCodes? _codes;

    public async ValueTask<CouponCodes> GetAsync(CancellationToken cancellationToken) =>
        _codes ??= new CouponCodes(options.CodeSecret.Length > 0
            ? Encoding.UTF8.GetBytes(options.CodeSecret)
            : await vault.GetOrCreateAsync(CouponCodes.SecretName, cancellationToken));
}
