using CouponAdmin.Core.Results;

namespace CouponAdmin.Web.Shared;

/// <summary>The sentence for each broken rule of a field, in both languages.</summary>
public static class FieldProblemTexts
{
    // No default arm: a new rule does not compile until it has its sentence here.
    public static string Of(FieldProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem.Rule switch
        {
            FieldRule.Required => Say.In("입력해야 합니다.", "This is needed."),
            FieldRule.TooLong => Say.In($"{Number(problem.Max)}자까지 입력할 수 있습니다.", $"At most {Number(problem.Max)} characters."),
            FieldRule.OutOfRange => Range(problem),
            FieldRule.NotASlug => Say.In(
                "영문 소문자와 숫자, 그 사이의 하이픈 하나만 쓸 수 있습니다.", "Only a–z, 0–9 and single hyphens between them."),
            FieldRule.AfterOpening => Say.In("시작보다 나중이어야 합니다.", "This must be after the opening."),
            FieldRule.NotInThePast => Say.In("이미 지난 시각입니다.", "This moment has passed."),
            FieldRule.UnknownValue => Say.In("선택할 수 없는 값입니다.", "This isn't one of the choices."),
            FieldRule.CurrencyNeeded => Say.In("쓰이고 있는 통화(ISO 4217)를 KRW처럼 영문 대문자 세 글자로 입력합니다.", "A currency in use (ISO 4217), in three capital letters, such as KRW."),
            FieldRule.NotAnEmail => Say.In("이메일 주소가 아닙니다.", "This isn't an email address."),
            FieldRule.TooShort => Say.In($"{Number(problem.Min)}자 이상이어야 합니다.", $"At least {Number(problem.Min)} characters."),
            FieldRule.TooCommon => Say.In("너무 흔해 쉽게 알아맞힐 수 있습니다.", "This is too common and easily guessed."),
            FieldRule.NotAMoment => Say.In(
                "날짜와 시각을 2026-11-23T14:00:00+09:00처럼 씁니다.", "Write date, time and offset, such as 2026-11-23T14:00:00+09:00."),
            FieldRule.OffsetNeeded => Say.In(
                "시간대를 알 수 없습니다. 끝에 Z나 +09:00을 붙여 2026-11-23T14:00:00+09:00처럼 씁니다.",
                "The time zone is missing. End with Z or an offset, such as 2026-11-23T14:00:00+09:00."),
            FieldRule.PlusLost => Say.In(
                "주소에서 +는 빈칸으로 바뀝니다. +09:00은 %2B09:00으로 씁니다.",
                "In an address a + becomes a space. Write %2B for it, such as 2026-11-23T14:00:00%2B09:00."),
            FieldRule.TooMany => Say.In($"{Number(problem.Max)}개까지 쓸 수 있습니다.", $"At most {Number(problem.Max)} of them."),
            FieldRule.NotANumberThere => Say.In($"{Number(problem.Min)}번째 줄에 쿠폰 번호가 없습니다.", $"Line {Number(problem.Min)} has no coupon's number."),
            FieldRule.MoreThanCodes => Say.In(
                $"코드 목록에 {Number(problem.Max)}개뿐이라 {Number(problem.Min)}개가 모자랍니다. 먼저 코드를 더 올리십시오.",
                $"The code pool holds {Number(problem.Max)} codes: {Number(problem.Min)} are missing. Import more codes first."),
            FieldRule.Repeated => Say.In("한 번만 쓸 수 있습니다.", "Give this once only."),
            FieldRule.FixedOncePublished => Say.In("게시한 뒤에는 바꿀 수 없습니다. 빼고 보내십시오. 수량은 따로 바꿉니다.", "Fixed once published. Leave it out; the quantity has an address of its own."),
            FieldRule.NotOfThisKind => Say.In("이 혜택 종류에는 쓰지 않는 값입니다. 빼고 보내십시오.", "This kind of benefit has no such value. Leave it out."),
            FieldRule.FinerThanCurrency => Say.In("이 통화에는 그보다 작은 단위가 없습니다.", "This currency has no smaller unit than its own digits."),
            FieldRule.NotAnAddress => Say.In("https://shop.example.com/hooks 같은 온전한 주소를 씁니다. 사용자 이름과 #는 쓸 수 없습니다.", "Give a whole address, such as https://shop.example.com/hooks, without a user name and without #."),
            FieldRule.NotHttps => Say.In("https://로 시작해야 합니다.", "This must begin with https://."),
            FieldRule.NotText => Say.In("쓸 수 없는 문자가 들어 있습니다.", "This holds characters that can't be used."),
        };
    }

    private static string Range(FieldProblem problem) => problem switch
    {
        { Min: { } min, Max: { } max } => Say.In($"{Number(min)}에서 {Number(max)} 사이여야 합니다.", $"This must be from {Number(min)} to {Number(max)}."),
        { Min: { } min } => Say.In($"{Number(min)} 이상이어야 합니다.", $"This must be {Number(min)} or more."),
        { Max: { } max } => Say.In($"{Number(max)} 이하여야 합니다.", $"This must be {Number(max)} or less."),
        _ => Say.In("받을 수 없는 값입니다.", "This value is out of range."),
    };

    private static string Number(long? value) => value?.ToString("N0", Figures.Culture) ?? Figures.Unknown;
}
