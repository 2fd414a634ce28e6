using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.ApiClients;

/// <summary>Makes a client, and shows its secret once.</summary>
public sealed partial class CreateDialog : ComponentBase
{
    private const int NoExpiry = 0;
    private static readonly int[] DayChoices = [90, 365, NoExpiry];

    private readonly HashSet<ApiScope> _scopes = [];
    private int _days = DayChoices[1];
    private string? _name;

    [Inject] public required CreateApiClient Create { get; init; }
    [Inject] public required TimeProvider Clock { get; init; }

    private static string WordOf(int days) => days == NoExpiry ? Say.In("기한 없음", "No expiry") : Say.In($"{days}일 동안", $"For {days} days");

    private void Choose(ApiScope scope, bool isOn)
    {
        if (isOn)
        {
            _scopes.Add(scope);
        }
        else
        {
            _scopes.Remove(scope);
        }
    }

    private Task<Result<ApiClientSecret>> CreateAsync(Actor by)
    {
        DateTimeOffset? end = _days == NoExpiry ? null : Clock.GetUtcNow().AddDays(_days);
        return Create.ExecuteAsync(_name, [.. _scopes.Order().Select(ApiScopes.NameOf)], end, by, CancellationToken.None);
    }
}
