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
    private CampaignDraft? _first;
    private bool _isDirty;

    [Inject] public required TimeProvider Clock { get; init; }
    [Inject] public required IssuanceOptions Settings { get; init; }

    [Parameter, EditorRequired] public required CampaignForm Form { get; set; }

    /// <summary>Show every field's problem, visited or not.</summary>
    [Parameter, EditorRequired] public required bool IsSent { get; set; }

    /// <summary>What the use case refused and the rules here can't know, such as an address that is taken.</summary>
    [Parameter] public IReadOnlyDictionary<string, string> Refused { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether the typed address is free, as far as is known.</summary>
    [Parameter] public SlugAnswer SlugAnswer { get; set; }

    /// <summary>The address was typed, or suggested from the name.</summary>
    [Parameter] public EventCallback<string?> OnSlugTyped { get; set; }

    /// <summary>The form differs from what it was at first, or no longer does.</summary>
    [Parameter] public EventCallback<bool> OnDirty { get; set; }

    /// <summary>Claims a second that this instance records while busy; null when it has not been measured yet.</summary>
    [Parameter] public double? DrainsPerSecond { get; set; }

    private bool IsAmount => Form.BenefitKind == BenefitKind.Amount;

    private string SlugShown => string.IsNullOrWhiteSpace(Form.Slug) ? "…" : Form.Slug;

    // An address that came with the form was chosen before: a changed name must not change it.
    protected override void OnInitialized()
    {
        _isSlugTyped = !string.IsNullOrEmpty(Form.Slug);
        _first = Form.ToDraft();
    }

    // Whatever was typed draws this component again, and nothing else knows of every field.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        bool isDirty = Form.ToDraft() != _first;
        if (isDirty != _isDirty)
        {
            _isDirty = isDirty;
            await OnDirty.InvokeAsync(isDirty);
        }
    }

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

    private string SlugHint => SlugAnswer switch
    {
        SlugAnswer.Asking => Say.In("쓸 수 있는 주소인지 확인하고 있습니다.", "Looking whether this address is free."),
        SlugAnswer.Free => Say.In("쓸 수 있는 주소입니다.", "This address is free."),
        SlugAnswer.Taken => Say.In("다른 캠페인이 쓰는 주소입니다.", "Another campaign has this address."),
        SlugAnswer.Unasked => Say.In("게시한 뒤에는 바꿀 수 없습니다.", "Fixed once published."),
    };

    /// <summary>What the time to live means in claims, at the pace that was measured.</summary>
    private string TtlMeaning
    {
        get
        {
            TimeSpan ttl = Form.QueueTtlSeconds is > 0 and { } seconds ? TimeSpan.FromSeconds(seconds) : Settings.QueueTtl;
            if (DrainsPerSecond is not { } pace)
            {
                return Say.In(
                    "이 인스턴스에서 잰 저장 속도가 아직 없어, 한도 안에 몇 건이 저장될지 말할 수 없습니다.",
                    "This instance has no measured drain rate yet, so it can't say how many claims the limit holds.");
            }

            string claims = Math.Floor(pace * ttl.TotalSeconds).ToString("N0", Figures.Culture);
            string rate = Figures.Rate(pace);
            return Say.In(
                $"잰 저장 속도(초당 {rate}건)로 {Figures.Duration(ttl)} 동안 약 {claims}건을 저장합니다. 대기열이 그보다 길어지면 한도를 넘기는 신청이 생깁니다.",
                $"At the measured drain rate ({rate} a second) {Figures.Duration(ttl)} hold about {claims} claims. A longer queue has claims that wait past the limit.");
        }
    }

    private Task SetNameAsync(string? name)
    {
        Form.Name = name;
        if (!_isSlugTyped)
        {
            _changedSince.Add("slug");
            Form.Slug = string.IsNullOrWhiteSpace(name) ? null : SlugSuggestion.For(name, SeoulTime.FromInput(Form.Opens) ?? Clock.GetUtcNow());
            return OnSlugTyped.InvokeAsync(Form.Slug);
        }

        return Task.CompletedTask;
    }

    private Task SetSlugAsync(string? slug)
    {
        Form.Slug = slug;
        _changedSince.Add("slug");
        _isSlugTyped = !string.IsNullOrEmpty(slug);
        return OnSlugTyped.InvokeAsync(slug);
    }
}
