using System.Reflection;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Core.Operators;

/// <summary>Passwords that are tried first: those that breaches brought to light and our own words, also with digits and signs hung onto their ends, keyboard rows, counting, and one piece repeated.</summary>
/// <remarks>
/// NIST SP 800-63B, section 5.1.1.2, and ASVS 5.0, 6.2.4 and 6.2.12 ask for such a check. The lists travel with the program, and nothing is asked of anybody else:
/// <c>breached-passwords.txt</c> holds the 49,000 most frequent of known breaches as zxcvbn-ts collected them (MIT, notice beside it), <c>common-passwords.txt</c> our own words.
/// </remarks>
public sealed class CommonPasswords : IPasswordValidator<Account>
{
    public const string ErrorCode = "PasswordTooCommon";

    private static readonly string[] Lists = ["common-passwords.txt", "breached-passwords.txt"];

    /// <summary>Fewer digits and signs alone are birthdays and telephone numbers.</summary>
    private const int DigitsMin = 20;

    private const string AtTheEnds = "0123456789!@#$%^&*?._-+= ";

    /// <summary>What is walked along, forwards and backwards.</summary>
    private static readonly string[] Walks = ["01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"];

    private static readonly Lazy<HashSet<string>> Words = new(Read);

    public static bool Contains(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        string plain = password.ToLowerInvariant();
        string core = Unit(plain.Trim(AtTheEnds.ToCharArray()));
        return Words.Value.Contains(plain) || Words.Value.Contains(core) || Words.Value.Contains(WithLetters(core)) || Unit(plain).Length <= 4 || IsWalk(plain) || IsWalk(core) || (core.Length == 0 && plain.Length < DigitsMin);
    }

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) => Task.FromResult(
        password is not null && (Contains(password) || IsOwnEmail(user, password))
            ? IdentityResult.Failed(new IdentityError { Code = ErrorCode, Description = "The password is too common." })
            : IdentityResult.Success);

    private static bool IsOwnEmail(Account? user, string password) =>
        user?.Email is { } email && (password.Equals(email, StringComparison.OrdinalIgnoreCase) || password.Equals(email.Split('@')[0], StringComparison.OrdinalIgnoreCase));

    /// <summary>The piece that a text repeats: abcabcabc → abc; the text itself when it repeats none.</summary>
    private static string Unit(string text)
    {
        for (int length = 1; length <= text.Length / 2; length++)
        {
            if (text.Length % length == 0 && string.Concat(Enumerable.Repeat(text[..length], text.Length / length)) == text)
            {
                return text[..length];
            }
        }

        return text;
    }

    private static bool IsWalk(string text) =>
        text.Length >= 4 && Walks.Any(walk => walk.Contains(text, StringComparison.Ordinal) || walk.Contains(string.Concat(text.Reverse()), StringComparison.Ordinal));

    /// <summary>p4$$w0rd → password.</summary>
    private static string WithLetters(string text) => string.Concat(text.Select(c => c switch
    {
        '0' => 'o',
        '1' or '!' => 'i',
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        _ => c,
    }));

    private static HashSet<string> Read() => [.. Lists.SelectMany(LinesOf)];

    private static string[] LinesOf(string list)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(list)
            ?? throw new InvalidOperationException($"The resource {list} is missing.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
