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

    /// <summary>The address that counts became another: it was typed, or suggested from the name.</summary>
    [Parameter] public EventCallback<string?> OnSlugTyped { get; set; }

    /// <summary>The form differs from what it was at first, or is the same again.</summary>
    [Parameter] public EventCallback<bool> OnDirty { get; set; }

    /// <summary>Claims a second that this instance records while busy; null when it has not been measured yet.</summary>
    [Parameter] public double? DrainsPerSecond { get; set; }

    private string SlugShown => Form.SlugInForce is { Length: > 0 } slug ? slug : "…";

    private string SlugHelp
    {
        get
        {
            string page = Routes.ClaimPageOf(SlugShown);
            return string.IsNullOrWhiteSpace(Form.Slug) && Form.SuggestedSlug is not null
                ? Say.In($"비워 두면 이름에서 지은 주소를 씁니다: {page} · {SlugHint}", $"Left empty, it is taken from the name: {page} · {SlugHint}")
                : Say.In($"신청 페이지 {page} · {SlugHint}", $"Claim page {page} · {SlugHint}");
        }
    }

    private string QuantityHelp => Form.Quantity is > 0 and { } quantity
        ? Say.In($"먼저 신청한 순서대로 {Figures.Count(quantity)}장을 발급합니다.", $"{Figures.Count(quantity)} go to those who ask first.")
        : Say.In("먼저 신청한 순서대로 이만큼 발급합니다.", "This many go to those who ask first.");

    protected override void OnInitialized() => _first = Form.ToDraft();

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
        Form.SuggestedSlug = string.IsNullOrWhiteSpace(name) ? null : SlugSuggestion.For(name, SeoulTime.FromInput(Form.Opens) ?? Clock.GetUtcNow());

        // An address that was chosen stays, whatever the name becomes.
        if (!string.IsNullOrWhiteSpace(Form.Slug))
        {
            return Task.CompletedTask;
        }

        _changedSince.Add("slug");
        return OnSlugTyped.InvokeAsync(Form.SlugInForce);
    }

    private Task SetSlugAsync(string? slug)
    {
        Form.Slug = slug;
        _changedSince.Add("slug");
        return OnSlugTyped.InvokeAsync(Form.SlugInForce);
    }
}
