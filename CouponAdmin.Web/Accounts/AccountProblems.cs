using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Accounts;

/// <summary>Why an account was not made, in the reader's words. The codes are names of <see cref="IdentityErrorDescriber"/>'s members.</summary>
internal static class AccountProblems
{
    public static string Of(string code, PasswordOptions rules) => code switch
    {
        nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName) => Say.In(
            "이 이메일로는 가입할 수 없습니다. 이미 가입했다면 로그인하십시오.", "This email can't be used. If you have registered before, please sign in."),
        nameof(IdentityErrorDescriber.InvalidEmail) or nameof(IdentityErrorDescriber.InvalidUserName) => Say.In(
            "이메일 주소를 다시 확인하십시오.", "Please check the email address."),
        nameof(IdentityErrorDescriber.PasswordTooShort) => Say.In(
            $"비밀번호는 {rules.RequiredLength}자 이상이어야 합니다.", $"The password needs at least {rules.RequiredLength} characters."),
        CommonPasswords.ErrorCode => Say.In("너무 흔한 비밀번호입니다. 쉽게 알아맞힐 수 없는 것으로 정하십시오.", "This password is too common. Choose one that is hard to guess."),
        nameof(IdentityErrorDescriber.PasswordRequiresDigit) => Say.In("비밀번호에 숫자가 있어야 합니다.", "The password needs a digit."),
        nameof(IdentityErrorDescriber.PasswordRequiresLower) => Say.In("비밀번호에 영문 소문자가 있어야 합니다.", "The password needs a small letter."),
        nameof(IdentityErrorDescriber.PasswordRequiresUpper) => Say.In("비밀번호에 영문 대문자가 있어야 합니다.", "The password needs a capital letter."),
        nameof(IdentityErrorDescriber.PasswordRequiresNonAlphanumeric) => Say.In("비밀번호에 기호가 있어야 합니다.", "The password needs a sign other than letters and digits."),
        nameof(IdentityErrorDescriber.PasswordRequiresUniqueChars) => Say.In(
            $"비밀번호에 서로 다른 글자가 {rules.RequiredUniqueChars}개 이상 있어야 합니다.", $"The password needs at least {rules.RequiredUniqueChars} different characters."),
        _ => Say.In("가입하지 못했습니다. 잠시 뒤에 다시 시도하십시오.", "It didn't work. Please try again in a moment."),
    };
}
