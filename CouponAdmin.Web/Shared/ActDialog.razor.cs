using CouponAdmin.Core.Results;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CouponAdmin.Web.Shared;

/// <summary>A dialog that carries out one act: it closes when the act succeeds and says why when it is refused.</summary>
public sealed partial class ActDialog : ComponentBase
{
    private bool _isBusy;
    private string? _refusal;

    [CascadingParameter] public required IMudDialogInstance Dialog { get; set; }

    [Parameter, EditorRequired] public required string Title { get; set; }

    /// <summary>The act by name, such as "Close Spring drop": never "OK".</summary>
    [Parameter, EditorRequired] public required string ActText { get; set; }

    /// <summary>Null when it went through, otherwise the sentence to show.</summary>
    [Parameter, EditorRequired] public required Func<Task<string?>> Act { get; set; }

    [Parameter] public bool IsDangerous { get; set; }

    /// <summary>Something in the dialog must be decided first; it also says why the act was refused.</summary>
    [Parameter] public bool IsHeld { get; set; }

    [Parameter] public RenderFragment? ChildContent { get; set; }

    /// <summary>Presses the act's button.</summary>
    public async Task ActAsync()
    {
        // A second press that was already on its way finds the first one at work.
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            _refusal = await Act();
        }
        finally
        {
            _isBusy = false;
        }

        if (_refusal is null)
        {
            Dialog.Close();
        }
    }

    private void Cancel() => Dialog.Cancel();
}
