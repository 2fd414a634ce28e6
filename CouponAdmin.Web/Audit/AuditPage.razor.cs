using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Audit;

/// <summary>Who did what, when and from where. What is asked for, and the page, stand in the address.</summary>
public sealed partial class AuditPage : ComponentBase
{
    private const int TextLengthMax = 128;

    /// <summary>A moment to the minute names that whole minute, one to the second that second.</summary>
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private IReadOnlyList<string> _actions = [];

    [Inject] public required AuditLog Log { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery(Name = "who")] public string? Who { get; set; }
    [SupplyParameterFromQuery(Name = "action")] public string? Action { get; set; }
    [SupplyParameterFromQuery(Name = "subject")] public string? Subject { get; set; }
    [SupplyParameterFromQuery(Name = "from")] public string? From { get; set; }
    [SupplyParameterFromQuery(Name = "to")] public string? To { get; set; }
    [SupplyParameterFromQuery(Name = "page")] public int? AskedPage { get; set; }

    private AuditFilter Filter => new(Given(Who), Given(Action), Given(Subject), MomentOf(From), MomentOf(To) is { } to ? to + (HasSeconds(To!) ? Second : Minute) : null);

    // An action in the address that was never written down still stands in the field, so that it can be taken away.
    private IEnumerable<string> Choices => Given(Action) is { } asked && !_actions.Contains(asked, StringComparer.Ordinal) ? _actions.Append(asked) : _actions;

    protected override async Task OnInitializedAsync() => _actions = await Log.ActionsAsync(CancellationToken.None);

    private static string WordOf(string? action) => string.IsNullOrEmpty(action) ? Say.In("모두", "All") : AuditTexts.Word(action);

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static StoreTime? MomentOf(string? input) => SeoulTime.FromInput(input) is { } moment ? StoreTime.From(moment) : null;

    private static bool HasSeconds(string input) => input.Count(c => c == ':') > 1;

    private void GoTo(string name, string? value) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal) { [name] = Given(value), ["page"] = null }), replace: true);
}
