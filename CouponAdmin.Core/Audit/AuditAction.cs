using System.Text.Json;

namespace CouponAdmin.Core.Audit;

/// <summary>Everything that is written down. Kept as verb and noun: <see cref="CloseCampaign"/> is <c>close-campaign</c>. Each has its words in the console.</summary>
public enum AuditAction
{
    CreateCampaign,
    EditCampaign,

    /// <summary>The texts of what is published already.</summary>
    EditTexts,
    DeleteDraft,
    PublishCampaign,
    WarmCampaign,
    PauseCampaign,
    ResumeCampaign,
    CloseCampaign,
    ArchiveCampaign,
    UnarchiveCampaign,
    ChangeQuantity,
    SwitchChallenge,

    /// <summary>A sale was played with made-up people before it opens.</summary>
    RehearseSale,

    /// <summary>Another instance is to drain the campaign.</summary>
    HandOverDrain,

    /// <summary>Who may claim became a list of members, or another one.</summary>
    ReplaceMemberList,
    RemoveMemberList,

    /// <summary>Codes were put into the campaign's pool.</summary>
    ImportCodes,
    RemoveCodes,

    RevokeCoupon,
    RestoreCoupon,

    /// <summary>Many coupons revoked or restored by one order; each has its own entry too.</summary>
    StartCouponJob,
    RedeemCoupon,
    RollBackRedemption,
    ReconcileCampaign,
    ReplayQuarantined,
    RefuseQuarantined,
    RemoveOldRows,
    DisableMember,
    EnableMember,
    EraseMember,
    ExportMember,
    CreateAccount,
    InviteAccount,
    MakePasswordLink,
    ChoosePassword,
    ChangeRole,
    DisableAccount,
    EnableAccount,
    ResetPassword,
    ChangePassword,
    TurnOnSecondStep,
    TurnOffSecondStep,
    UseRecoveryCode,
    CreateApiClient,
    RotateApiSecret,
    DropApiSecret,
    RevokeApiClient,
    CreateWebhook,
    EditWebhook,
    DisableWebhook,
    EnableWebhook,
    DeleteWebhook,
    RotateWebhookSecret,
    DropWebhookSecret,
    TestWebhook,
    ResendDelivery,

    /// <summary>The first administrator was made.</summary>
    SetUp,
}

/// <summary>The names under which actions are kept.</summary>
public static class AuditActions
{
    private static readonly Dictionary<string, AuditAction> ByName = Enum.GetValues<AuditAction>().ToDictionary(NameOf, StringComparer.Ordinal);

    public static string NameOf(AuditAction action) => JsonNamingPolicy.KebabCaseLower.ConvertName(action.ToString());

    /// <summary>The action of that name; null for one that another version of the product wrote.</summary>
    public static AuditAction? Find(string name) => ByName.TryGetValue(name, out AuditAction action) ? action : null;
}
