using CouponAdmin.Core.Issuance.Reconcile;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Issuance.Books;

/// <summary>What a difference means, and what mending it does. No default arm: a new kind doesn't compile until it has its words.</summary>
internal static class FindingTexts
{
    public static string Word(FindingKind kind) => kind switch
    {
        FindingKind.FactsMissing => Say.In("캐시에 캠페인 정보가 없음", "The cache has no facts of the campaign"),
        FindingKind.FactsDiffer => Say.In("캐시의 캠페인 정보가 데이터베이스와 다름", "The cache's facts differ from the database"),
        FindingKind.MemberListMissing => Say.In("캐시에 회원 명단이 없거나 일부만 있음", "The cache doesn't hold the whole member list"),
        FindingKind.ProgressBehind => Say.In("캐시의 진행 상황이 뒤처짐", "The cache's progress is behind"),
        FindingKind.ProgressAhead => Say.In("캐시의 진행 상황이 데이터베이스보다 앞섬", "The cache's progress is ahead of the database"),
        FindingKind.TicketsMissing => Say.In("저장된 신청이 대기열에 없음", "Recorded claims are missing in the queue"),
        FindingKind.TicketsDiffer => Say.In("대기열의 접수 번호가 기록과 다름", "Tickets in the queue differ from their rows"),
        FindingKind.Strays => Say.In("처리선 아래에 저장되지 않은 신청이 있음", "Claims below the watermark were never recorded"),
        FindingKind.CounterWrong => Say.In("캠페인의 집계가 기록의 합과 다름", "A counter is not what the rows add up to"),
        FindingKind.NumberGap => Say.In("발급 번호에 빈 곳이 있음", "The numbers have a gap"),
    };

    public static string Repair(FindingKind kind) => kind switch
    {
        FindingKind.FactsMissing or FindingKind.FactsDiffer => Say.In("데이터베이스의 정보를 캐시에 다시 씁니다", "writes the database's facts to the cache"),
        FindingKind.MemberListMissing => Say.In("데이터베이스의 명단을 캐시에 다시 올립니다", "loads the database's list into the cache"),
        FindingKind.ProgressBehind or FindingKind.ProgressAhead => Say.In("데이터베이스의 진행 상황을 캐시에 다시 씁니다", "writes the database's progress to the cache"),
        FindingKind.TicketsMissing or FindingKind.TicketsDiffer => Say.In("기록에 있는 접수 번호로 대기열을 채웁니다", "brings the rows' tickets to the queue"),
        FindingKind.Strays => Say.In("대기열을 처음부터 다시 훑어 저장합니다", "goes through the queue once more and records them"),
        FindingKind.CounterWrong => Say.In("집계를 기록의 합으로 맞춥니다", "sets the counter to what the rows add up to"),
        FindingKind.NumberGap => Say.In("저절로 고칠 수 없습니다. 백업과 대조하십시오", "nothing: compare with a backup"),
    };
}
