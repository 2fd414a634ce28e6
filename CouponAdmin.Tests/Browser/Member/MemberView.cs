using System.Globalization;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>How a member looks at the page: device, language and colours.</summary>
internal sealed record MemberView(Screen Screen, string Locale, ColorScheme Colors)
{
    public static readonly MemberView PhoneKorean = new(Screen.Phone, "ko-KR", ColorScheme.Light);
    public static readonly MemberView PhoneEnglish = new(Screen.Phone, "en-GB", ColorScheme.Dark);
    public static readonly MemberView DesktopKorean = new(Screen.Desktop, "ko-KR", ColorScheme.Dark);
    public static readonly MemberView DesktopEnglish = new(Screen.Desktop, "en-GB", ColorScheme.Light);

    public static readonly IReadOnlyList<MemberView> All = [PhoneKorean, PhoneEnglish, DesktopKorean, DesktopEnglish];

    public string Name => $"{Screen}-{Colors}".ToLowerInvariant();

    public CultureInfo Culture => CultureInfo.GetCultureInfo(Locale[..2]);

    public override string ToString() => $"{Name}-{Locale[..2]}";
}
