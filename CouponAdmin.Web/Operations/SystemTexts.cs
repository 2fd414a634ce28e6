using CouponAdmin.Core.Store;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Operations;

/// <summary>The system's parts and conditions in plain words.</summary>
internal static class SystemTexts
{
    public static string Part(string check) => check switch
    {
        "store" => Say.In("저장소", "store"),
        "database" => Say.In("데이터베이스", "database"),
        "drainer" => Say.In("저장 작업", "drainer"),
        "instance" => Say.In("인스턴스", "instance"),
        _ => check,
    };

    public static string Purpose(string purpose) => purpose switch
    {
        "claims" => Say.In("신청 접수", "claims"),
        "draining" => Say.In("저장, 예열, 실시간 수치", "draining, warming, live numbers"),
        "subscriptions" => Say.In("인스턴스 사이의 알림", "notices between instances"),
        _ => purpose,
    };

    /// <summary>What a crash of the store can cost.</summary>
    public static string Durability(StoreDurability store) => (store.IsDurable, store.Evicts) switch
    {
        (_, true) => Say.In(
            "위험: 메모리가 차면 저장소가 키를 지울 수 있습니다. maxmemory-policy를 noeviction으로 바꾸십시오.",
            "Danger: when its memory is full the store may throw keys away. Set maxmemory-policy to noeviction."),
        (true, _) => Say.In("답하기 전에 모든 신청을 디스크에 씁니다. 저장소가 멈춰도 접수된 신청을 잃지 않습니다.", "Every claim is on disk before it is answered. A crash of the store loses none."),
        (false, _) => Say.In(
            "저장소가 갑자기 멈추면 마지막 순간의 접수를 잃을 수 있습니다. appendonly yes, appendfsync always로 바꾸십시오.",
            "A crash of the store may lose the last moment's claims. Set appendonly yes and appendfsync always."),
        (null, _) => Say.In("이 저장소는 내구성 설정을 보여 주지 않습니다.", "This store does not show how durable it is."),
    };

    public static string Writes(StoreVitals store) => store.IsWriteFailing switch
    {
        true => Say.In("마지막 쓰기 실패", "the last write failed"),
        false => Say.In("정상", "well"),
        null => Say.In("이 저장소는 보여 주지 않음", "not shown by this store"),
    };

    /// <summary>How many there are, and how many a write waits for.</summary>
    public static string Replicas(StoreVitals store) => store switch
    {
        { Replicas: null } => Say.In("이 저장소는 보여 주지 않음", "not shown by this store"),
        { Replicas: 0 } => Say.In("없음", "none"),
        { ReplicasMin: null } => Say.In($"{store.Replicas}개, 쓰기가 기다리는지 알 수 없음 (CONFIG 거절)", $"{store.Replicas}; whether writes wait for them is unknown (CONFIG refused)"),
        { ReplicasMin: 0 } => Say.In($"{store.Replicas}개, 쓰기가 기다리지 않음", $"{store.Replicas}; no write waits for any"),
        _ => Say.In($"{store.Replicas}개, {store.ReplicasMin}개가 있어야 씀", $"{store.Replicas}; writes need {store.ReplicasMin}"),
    };

    public static string Bytes(long? bytes) => bytes switch
    {
        null => Figures.Unknown,
        < 1_048_576 => $"{(bytes.Value / 1024.0).ToString("N0", Figures.Culture)} KiB",
        < 1_073_741_824 => $"{(bytes.Value / 1_048_576.0).ToString("N0", Figures.Culture)} MiB",
        _ => $"{(bytes.Value / 1_073_741_824.0).ToString("N1", Figures.Culture)} GiB",
    };

    public static string JobName(string trigger) => trigger switch
    {
        "drain-queue" => Say.In("대기열 저장", "Record the queue"),
        "housekeeping" => Say.In("오래된 기록 정리 (하루에 한 번, 한 인스턴스에서)", "Remove old rows (once a day, on one instance)"),
        _ => trigger,
    };

    /// <summary>What the last turn of a job for all instances did, in the words of its own report.</summary>
    public static string JobOutcome(JobTurn turn) => turn switch
    {
        { HasFailed: true } => Say.In($"실패: {turn.Outcome}", $"failed: {turn.Outcome}"),
        { Outcome: null } => Say.In($"{turn.Instance}에서 진행 중이거나 중단됨", $"under way on {turn.Instance}, or cut off"),
        _ => Say.In($"{turn.Instance}에서 지운 행: {InKorean(turn.Outcome)}", $"rows removed on {turn.Instance}: {turn.Outcome}"),
    };

    // The outcome is kept in one language, for whoever reads it later in another.
    private static string InKorean(string outcome) => outcome
        .Replace("refusals:", "거절 기록", StringComparison.Ordinal).Replace("tallies:", "초별 집계", StringComparison.Ordinal).Replace("audit:", "감사 기록", StringComparison.Ordinal);

    /// <summary>The file has room in it that only VACUUM gives back to the disk.</summary>
    public static string UnusedPart(DatabaseFile file) => file.IsWorthVacuum
        ? Say.In($"{Bytes(file.Bytes)}, 그중 {Bytes(file.UnusedBytes)} 비어 있음: 조용할 때 VACUUM을 실행하면 줄어듭니다", $"{Bytes(file.Bytes)}, {Bytes(file.UnusedBytes)} of it unused: VACUUM at a quiet time gives that back")
        : Bytes(file.Bytes);

    public static string JobState(string state) => state switch
    {
        "Normal" or "Waiting" or "Acquired" or "Executing" or "Blocked" => Say.In("동작 중", "running"),
        "Paused" => Say.In("멈춤", "paused"),
        "Error" => Say.In("오류", "failed"),
        "Complete" => Say.In("끝남", "over"),
        _ => state,
    };
}
