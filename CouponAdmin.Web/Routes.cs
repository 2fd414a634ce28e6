namespace CouponAdmin.Web;

/// <summary>Every address of the product. A page's own <c>@page</c> repeats its literal, as the directive takes no constant.</summary>
internal static class Routes
{
    public const string Home = "/";
    public const string ClaimPage = "/c/{slug}";
    public const string ClaimResultPage = "/c/{slug}/me";
    public const string CouponQr = "/c/{slug}/me/qr.svg";
    public const string MyCoupons = "/my/coupons";
    public const string Till = "/redeem";
    public const string HandOver = "/hand-over/{link}";
    public const string SignIn = "/sign-in";
    public const string SignInFailed = "/sign-in?failed=true";
    public const string SignInAsAnother = "/sign-in?another=true";
    public const string OutsideSignIn = "/sign-in/outside";
    public const string OutsideDone = "/sign-in/outside/done";
    public const string OutsideCallback = "/sign-in/outside/callback";
    public const string ForgotPassword = "/forgot-password";
    public const string ResetPassword = "/reset-password";
    public const string ConfirmAddress = "/confirm-address";
    public const string SignInCode = "/sign-in/code";
    public const string MyPassword = "/my/password";
    public const string MySecondStep = "/my/two-factor";
    public const string MyPasskeys = "/my/passkeys";
    public const string PasskeyToSignIn = "/passkeys/to-sign-in";
    public const string PasskeyToMake = "/passkeys/to-make";
    public const string SetUp = "/setup";
    public const string SignOut = "/sign-out";
    public const string NoAccess = "/no-access";
    public const string Register = "/register";
    public const string Language = "/language";
    public const string Console = "/admin";
    public const string ConsoleCampaigns = "/admin/campaigns";
    public const string ConsoleClaims = "/admin/claims";
    public const string ConsoleNewCampaign = "/admin/campaigns/new";

    public const string ConsoleAudit = "/admin/audit";
    public const string ConsoleSystem = "/admin/system";
    public const string ConsoleUsers = "/admin/users";
    public const string ConsoleApiClients = "/admin/users/api-clients";
    public const string ConsoleWebhooks = "/admin/users/webhooks";

    public const string Api = "/api/v1";
    public const string Campaigns = "/campaigns";
    public const string Campaign = "/campaigns/{slug}";
    public const string CampaignEvents = "/campaigns/{slug}/events";
    public const string Claims = "/campaigns/{slug}/claims";
    public const string MyClaim = "/campaigns/{slug}/claims/me";
    public const string MyClaimEvents = "/campaigns/{slug}/claims/me/events";

    public const string CouponValidate = "/coupons/{code}/validate";
    public const string Redemptions = "/redemptions";
    public const string RedemptionsCsv = "/redemptions.csv";
    public const string RedemptionRollback = "/redemptions/{id:long}/rollback";

    public const string MemberCoupons = "/members/{id}/coupons";

    public const string Admin = "/admin";
    public const string AdminStats = "/campaigns/{slug}/stats";
    public const string AdminPublish = "/campaigns/{slug}/publish";
    public const string AdminWarm = "/campaigns/{slug}/warm";
    public const string AdminPause = "/campaigns/{slug}/pause";
    public const string AdminResume = "/campaigns/{slug}/resume";
    public const string AdminClose = "/campaigns/{slug}/close";
    public const string AdminArchive = "/campaigns/{slug}/archive";
    public const string AdminUnarchive = "/campaigns/{slug}/unarchive";
    public const string AdminAuditCsv = "/audit.csv";
    public const string AdminChallenge = "/campaigns/{slug}/challenge";
    public const string AdminMemberList = "/campaigns/{slug}/member-list";
    public const string AdminCodePool = "/campaigns/{slug}/code-pool";
    public const string AdminQuantity = "/campaigns/{slug}/quantity";
    public const string AdminIssuances = "/campaigns/{slug}/issuances";
    public const string AdminIssuancesCsv = "/campaigns/{slug}/issuances.csv";
    public const string AdminRevoke = "/campaigns/{slug}/issuances/{number:int}/revoke";
    public const string AdminCouponJobs = "/campaigns/{slug}/coupon-jobs";
    public const string AdminCouponJob = "/campaigns/{slug}/coupon-jobs/{id:long}";
    public const string AdminCouponJobResults = "/campaigns/{slug}/coupon-jobs/{id:long}/results";
    public const string AdminCouponJobResultsCsv = "/campaigns/{slug}/coupon-jobs/{id:long}/results.csv";
    public const string AdminQuarantined = "/campaigns/{slug}/quarantined";
    public const string AdminReplay = "/campaigns/{slug}/quarantined/{ticket:long}/replay";
    public const string AdminGiveUp = "/campaigns/{slug}/quarantined/{ticket:long}/refuse";
    public const string AdminReconciliation = "/campaigns/{slug}/reconciliation";
    public const string AdminCoupon = "/coupons/{code}";

    public const string ApiClients = "/api-clients";
    public const string ApiClient = "/api-clients/{clientId}";
    public const string ApiClientRotate = "/api-clients/{clientId}/rotate";
    public const string ApiClientDropOld = "/api-clients/{clientId}/drop-old-secret";
    public const string ApiClientRevoke = "/api-clients/{clientId}/revoke";
    public const string MemberTokens = "/member-tokens";
    public const string ClaimSessions = "/claim-sessions";
    public const string HandOvers = "/hand-overs";
    public const string Token = "/oauth/token";

    public const string AdminMemberData = "/members/data";
    public const string AdminMemberErase = "/members/erase";
    public const string MyData = "/my/data.json";

    public const string Live = "/health/live";
    public const string Ready = "/health/ready";

    public static string ApiClientOf(string clientId) => $"{Api}/api-clients/{clientId}";

    public static string MyClaimOf(string slug) => $"{Api}/campaigns/{slug}/claims/me";

    public static string CampaignOf(string slug) => $"{Api}/admin/campaigns/{slug}";

    public static string CouponJobOf(string slug, long id) => FormattableString.Invariant($"{Api}/admin/campaigns/{slug}/coupon-jobs/{id}");

    public static string CsvOf(string slug) => $"{Api}/admin/campaigns/{slug}/issuances.csv";

    public static string ConsoleClaimsOf(string asked) => $"{ConsoleClaims}?q={Uri.EscapeDataString(asked)}";

    public static string AuditCsvOf(string query) => $"{Api}/admin/audit.csv{query}";

    public static string ClaimPageOf(string slug) => $"/c/{slug}";

    public static string HandOverOf(string link) => $"/hand-over/{link}";

    public static string ClaimResultOf(string slug) => $"/c/{slug}/me";

    public static string CouponQrOf(string slug) => $"/c/{slug}/me/qr.svg";

    public static string ConsoleCampaignOf(string slug) => $"/admin/campaigns/{slug}";

    public static string ConsoleReportOf(string slug) => $"/admin/campaigns/{slug}/report";

    public static string ConsoleRehearsalOf(string slug) => $"/admin/campaigns/{slug}/rehearsal";

    public static string ConsoleEditOf(string slug) => $"/admin/campaigns/{slug}/edit";

    public static string ConsoleCloneOf(string slug) => $"{ConsoleNewCampaign}?from={slug}";

    public static string ConsoleTabOf(string slug, string tab) => $"/admin/campaigns/{slug}?tab={tab}";
}
