using System.Security.Cryptography;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Operators;

/// <summary>The rules of an account's fields, and the passwords that the product makes itself.</summary>
public static class AccountRules
{
    /// <summary>Length over composition: NIST SP 800-63B, section 5.1.1.2; ASVS 5.0, 6.2.1 asks for 8 and advises 15.</summary>
    public const int PasswordLengthMin = 10;

    public const int PasswordLengthMax = 128;
    public const int EmailLengthMax = 256;
    public const int NameLengthMax = 100;

    /// <summary>No letters or digits that look alike.</summary>
    private const string Alphabet = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

    private const int Groups = 4;
    private const int GroupLength = 4;

    /// <summary>A password that nobody guesses (78 bits) and that can be read over a telephone: XXXX-XXXX-XXXX-XXXX.</summary>
    public static string NewPassword() =>
        string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Alphabet, GroupLength)));

    /// <summary>All broken rules of a new account, in the order of the form.</summary>
    public static IReadOnlyList<FieldProblem> Check(string? email, string? name, string? role)
    {
        List<FieldProblem> problems = [];
        if (string.IsNullOrWhiteSpace(email))
        {
            problems.Add(new FieldProblem("email", FieldRule.Required));
        }
        else if (email.Length > EmailLengthMax)
        {
            problems.Add(new FieldProblem("email", FieldRule.TooLong, Max: EmailLengthMax));
        }
        else if (!EmailRules.IsEmail(email.Trim()))
        {
            problems.Add(new FieldProblem("email", FieldRule.NotAnEmail));
        }

        if (string.IsNullOrWhiteSpace(name))
        {
            problems.Add(new FieldProblem("name", FieldRule.Required));
        }
        else if (name.Length > NameLengthMax)
        {
            problems.Add(new FieldProblem("name", FieldRule.TooLong, Max: NameLengthMax));
        }
        else if (!WellFormedText.IsOk(name, lines: false))
        {
            problems.Add(new FieldProblem("name", FieldRule.NotText));
        }

        return IsRole(role) ? problems : [.. problems, new FieldProblem("role", FieldRule.UnknownValue)];
    }

    /// <summary>Checks a password that somebody typed.</summary>
    public static IReadOnlyList<FieldProblem> CheckPassword(string? password) => password switch
    {
        null or "" => [new FieldProblem("password", FieldRule.Required)],
        { Length: < PasswordLengthMin } => [new FieldProblem("password", FieldRule.TooShort, Min: PasswordLengthMin)],
        { Length: > PasswordLengthMax } => [new FieldProblem("password", FieldRule.TooLong, Max: PasswordLengthMax)],
        _ when CommonPasswords.Contains(password) => [new FieldProblem("password", FieldRule.TooCommon)],
        _ => [],
    };

    public static bool IsRole(string? role) => role is not null && Roles.All.Contains(role, StringComparer.Ordinal);
}
