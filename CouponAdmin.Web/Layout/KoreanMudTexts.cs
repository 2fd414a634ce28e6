using CouponAdmin.Web.Shared;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace CouponAdmin.Web.Layout;

/// <summary>MudBlazor's own words in Korean, for the parts of it that the console uses; English falls back to its own.</summary>
internal sealed class KoreanMudTexts : MudLocalizer
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["MudAlert_Close"] = "닫기",
        ["MudDialog_Close"] = "닫기",
        ["MudSnackbar_Close"] = "닫기",
        ["MudFormComponent_Required"] = "입력해야 합니다.",
        ["MudInput_Clear"] = "지우기",
        ["MudInput_Increment"] = "늘리기",
        ["MudInput_Decrement"] = "줄이기",
        ["MudTable_Loading"] = "불러오는 중",
        ["MudTablePager_FirstPage"] = "처음 페이지",
        ["MudTablePager_PreviousPage"] = "이전 페이지",
        ["MudTablePager_NextPage"] = "다음 페이지",
        ["MudTablePager_LastPage"] = "마지막 페이지",
    };

    public override LocalizedString this[string key] =>
        Say.IsKorean && Texts.TryGetValue(key, out string? text)
            ? new LocalizedString(key, text)
            : new LocalizedString(key, key, resourceNotFound: true);
}
