using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Campaigns;

/// <summary>The fields of a campaign with their messages. A field says what is wrong once it was visited, or once the form was sent.</summary>
public sealed partial class CampaignFields : ComponentBase
{
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changedSince = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, string>? _refused;
    private bool _isSlugTyped;

    [Inject] public required TimeProvider Clock { get; init; }
    [Inject] public required IssuanceOptions Settings { get; init; }

    [Parameter, EditorRequired] public required CampaignForm Form { get; set; }

    /// <summary>Show every field's problem, visited or not.</summary>
    [Parameter, EditorRequired] public required bool IsSent { get; set; }

    /// <summary>What the use case refused and the rules here can't know, such as an address that is taken.</summary>
    [Parameter] public IReadOnlyDictionary<string, string> Refused { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    private bool IsAmount => Form.BenefitKind == BenefitKind.Amount;

    private string SlugShown => string.IsNullOrWhiteSpace(Form.Slug) ? "…" : Form.Slug;

    // An address that came with the form was chosen before: a changed name must not change it.
    protected override void OnInitialized() => _isSlugTyped = !string.IsNullOrEmpty(Form.Slug);

    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_refused, Refused))
        {
            _refused = Refused;
            _changedSince.Clear();
        }
    }

    private static string UtcOf(string? local) => SeoulTime.FromInput(local) is { } moment
        ? $"= {SeoulTime.Utc(moment)}"
        : Say.In("날짜와 시각을 모두 고르십시오.", "Choose both date and time.");

    private bool Has(string field) => ErrorOf(field) is not null;

    private string? ErrorOf(string field)
    {
        if (!IsSent && !_visited.Contains(field))
        {
            return null;
        }

        FieldProblem? problem = Form.Problems(Clock.GetUtcNow()).FirstOrDefault(p => p.Field == field);
        return problem is not null ? FieldProblemTexts.Of(problem) : _changedSince.Contains(field) ? null : Refused.GetValueOrDefault(field);
    }

    private void Visit(string field)
    {
        _visited.Add(field);
        _changedSince.Add(field);
    }

    private void SetName(string? name)
    {
        Form.Name = name;
        if (!_isSlugTyped)
        {
            _changedSince.Add("slug");
            Form.Slug = string.IsNullOrWhiteSpace(name) ? null : SlugSuggestion.For(name, SeoulTime.FromInput(Form.Opens) ?? Clock.GetUtcNow());
        }
    }

    private void SetSlug(string? slug)
    {
        Form.Slug = slug;
        _changedSince.Add("slug");
        _isSlugTyped = !string.IsNullOrEmpty(slug);
    }
}
