using MudBlazor;

namespace CouponAdmin.Web.Shared;

/// <summary>What a person is told of an act that went through.</summary>
public static class SavedTexts
{
    /// <summary>For an act that is saved while the store doesn't answer.</summary>
    public static string NotInForceYet => Say.In(
        "저장했습니다. 저장소가 지금 답하지 않으며, 답하는 대로 저절로 적용됩니다. 다시 하지 않아도 됩니다.",
        "Saved. The store does not answer now; this takes effect by itself as soon as it does. There is no need to do it again.");

    /// <summary>Says that it is done, or that it is saved and takes effect later.</summary>
    /// <param name="snackbar">Where it is said.</param>
    /// <param name="done">The sentence for what is in force.</param>
    /// <param name="isInForce">As the use case says.</param>
    public static void Tell(this ISnackbar snackbar, string done, bool isInForce)
    {
        ArgumentNullException.ThrowIfNull(snackbar);
        snackbar.Add(isInForce ? done : NotInForceYet, isInForce ? Severity.Success : Severity.Warning);
    }
}
