using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Webhooks;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Events;

/// <summary>An administrator's act on a webhook: asks the gate, carries it out, and gives the sentence to show when it was refused.</summary>
internal static class WebhookAct
{
    /// <summary>The sentence for somebody whose right was taken while the page was open.</summary>
    public static string NotAllowed => Say.In("웹훅은 관리자만 바꿀 수 있습니다.", "Only an administrator can change webhooks.");

    /// <summary>Null when it went through. A broken field is named, as a dialog has few of them.</summary>
    /// <param name="gate">Asks whether the person may.</param>
    /// <param name="act">The act.</param>
    /// <param name="onDone">Takes its result.</param>
    /// <param name="onMeanwhile">Takes the webhook of now when somebody else changed it meanwhile.</param>
    public static async Task<string?> CarryOutAsync<T>(OperatorGate gate, Func<Actor, Task<Result<T>>> act, Action<T>? onDone = null, Action<WebhookView>? onMeanwhile = null)
        where T : class
    {
        if (await gate.EnterAsync(Policies.Administer) is not { } actor)
        {
            return NotAllowed;
        }

        if (!(await act(actor)).TryGet(out T? value, out Refusal? refusal))
        {
            if (refusal.Current is WebhookView now)
            {
                onMeanwhile?.Invoke(now);
            }

            return Explain(refusal);
        }

        onDone?.Invoke(value);
        return null;
    }

    private static string Explain(Refusal refusal) => refusal.Fields.Count == 0
        ? RefusalTexts.Of(refusal)
        : string.Join(' ', refusal.Fields.Select(f => $"{FieldName(f.Field)}: {FieldProblemTexts.Of(f)}"));

    private static string FieldName(string field) => field switch
    {
        "name" => Say.In("이름", "Name"),
        "url" => Say.In("주소", "Address"),
        "types" => Say.In("이벤트 종류", "Kinds of events"),
        "graceHours" => Say.In("이전 서명 키의 기한", "The old secret's time"),
        _ => field,
    };
}
