using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Users;

/// <summary>An administrator's act behind a dialog's button: asks the gate, carries it out, and gives the sentence to show when it was refused.</summary>
internal static class AccountAct
{
    /// <summary>Null when it went through. A broken field is named, as the dialog has few of them.</summary>
    /// <param name="gate">Asks whether the person may.</param>
    /// <param name="act">The act.</param>
    /// <param name="onMeanwhile">Takes the account of now when somebody else changed it meanwhile.</param>
    public static async Task<string?> CarryOutAsync(OperatorGate gate, Func<Actor, Task<Result<StaffView>>> act, Action<StaffView>? onMeanwhile = null)
    {
        if (await gate.EnterAsync(Policies.Administer) is not { } actor)
        {
            return UsersPage.NotAllowed;
        }

        Refusal? refusal = (await act(actor)).Refusal;
        if (refusal?.Current is StaffView now)
        {
            onMeanwhile?.Invoke(now);
        }

        return refusal is null ? null : Explain(refusal);
    }

    private static string Explain(Refusal refusal) => refusal.Fields.Count == 0
        ? RefusalTexts.Of(refusal)
        : string.Join(' ', refusal.Fields.Select(f => $"{FieldName(f.Field)}: {FieldProblemTexts.Of(f)}"));

    private static string FieldName(string field) => field switch
    {
        "email" => Say.In("이메일", "Email"),
        "name" => Say.In("이름", "Name"),
        "role" => Say.In("역할", "Role"),
        "password" => Say.In("비밀번호", "Password"),
        "reason" => Say.In("이유", "Reason"),
        _ => field,
    };
}
