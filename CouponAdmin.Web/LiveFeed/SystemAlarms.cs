using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.LiveFeed;

/// <summary>What is wrong with what all sales stand on, and what to do; the worst first.</summary>
public static class SystemAlarms
{
    public static IReadOnlyList<string> Of(SystemHealth health)
    {
        ArgumentNullException.ThrowIfNull(health);
        return [.. Store(health), .. Shards(health), .. Database(health), .. Draining(health), .. OfWhatServes(health)];
    }

    /// <summary>Only what is wrong while everything serves: the rest is what <c>/health/ready</c> says, for those who show that beside it.</summary>
    public static IReadOnlyList<string> OfWhatServes(SystemHealth health)
    {
        ArgumentNullException.ThrowIfNull(health);
        return [.. StoreStrain(health.Vitals), .. Replicas(health), .. Durability(health), .. Clocks(health), .. Webhooks(health)];
    }

    private static IEnumerable<string> Store(SystemHealth health)
    {
        if (health.Store == StoreCondition.Refused)
        {
            yield return Say.In(
                "저장소의 스크립트가 원자적이지 않아 신청을 보내지 않습니다. 지원하는 Redis 7 이상으로 바꾸십시오.",
                "The store's scripts are not atomic, so no claim is sent to it. Use Redis 7 or later.");
        }
        else if (health.Store == StoreCondition.Foreign)
        {
            yield return Say.In(
                "이 인스턴스가 데이터베이스가 아는 저장소와 다른 저장소에 연결되어 있어 신청을 보내지 않습니다. 로그에 두 저장소가 적혀 있습니다. ConnectionStrings:Redis를 고치거나, 이전 저장소가 없어졌다면 accept-store 명령을 실행하십시오.",
                "This instance reaches another store than the one that the database knows, so no claim is sent to it. The log names the two. Mend ConnectionStrings:Redis, or run accept-store if the former store is gone.");
        }
        else if (health is { DoesStoreServe: false, StoreDenial: { } denial })
        {
            yield return Say.In($"저장소가 이 인스턴스의 접속을 거부하여 신청은 '잠시 후 다시' 안내를 받습니다. {denial}", $"The store does not let this instance in; claims are told to come back. {denial}");
        }
        else if (!health.DoesStoreServe)
        {
            yield return Say.In(
                "저장소가 답하지 않습니다. 신청은 '잠시 후 다시' 안내를 받습니다. 서버와 연결을 확인하십시오.",
                "The store does not answer; claims are told to come back. Check the server and the connection.");
        }
    }

    private static IEnumerable<string> Shards(SystemHealth health) => health.RefusingShards.Select(shard => Say.In(
        $"저장소 서버 {shard.Server}가 신청을 받지 않습니다 ({shard.Refusal}). 이 서버에 있는 캠페인의 신청은 '잠시 후 다시' 안내를 받습니다. {AdviceOn(shard, isKorean: true)}",
        $"The store's server {shard.Server} takes no claims ({shard.Refusal}); those of its campaigns are told to come back. {AdviceOn(shard, isKorean: false)}"));

    private static string AdviceOn(StoreShard shard, bool isKorean) => shard.Refusal switch
    {
        "NOREPLICAS" => isKorean
            ? "복제본을 다시 연결하거나 min-replicas-to-write를 0으로 바꾸십시오."
            : "Bring its replicas back, or set min-replicas-to-write to 0: Store:Replicas waits for them instead.",
        "too few replicas" => isKorean ? "복제본을 다시 연결하거나 Store:Replicas를 낮추십시오." : "Bring its replicas back, or lower Store:Replicas.",
        "OOM" => isKorean ? "maxmemory를 늘리십시오." : "Raise maxmemory.",
        "MISCONF" => isKorean ? "디스크 공간과 저장소의 로그를 확인하십시오." : "Check the space on its disk, and its log.",
        "access denied" => isKorean ? "ConnectionStrings:Redis의 사용자와 비밀번호, 인증서를 확인하십시오." : "Check user and password in ConnectionStrings:Redis, and the certificate.",
        "NOPERM" => isKorean ? "저장소 사용자에게 docs/store.md에 적힌 권한을 주십시오." : "Give the store's user the rights that docs/store.md lists.",
        _ => isKorean ? "서버와 연결을 확인하십시오." : "Check the server and the connection.",
    };

    private static IEnumerable<string> Database(SystemHealth health)
    {
        if (health.DatabaseTook is null)
        {
            yield return Say.In(
                "데이터베이스가 답하지 않습니다. 접수는 계속되지만 발급이 밀립니다. 데이터베이스를 확인하십시오.",
                "The database does not answer. Claims are still admitted, but nothing is issued. Check the database.");
        }
    }

    private static IEnumerable<string> StoreStrain(StoreVitals vitals)
    {
        if (vitals.IsWriteFailing == true)
        {
            yield return Say.In(
                "저장소가 마지막 디스크 쓰기에 실패했습니다. 저장소의 디스크 공간과 로그를 확인하십시오.",
                "The store's last write to disk failed. Check the space on its disk, and its log.");
        }

        if (vitals is { IsMemoryNearlyFull: true, UsedBytes: { } used, MaxBytes: { } max })
        {
            string part = ((double)used / max).ToString("P0", Figures.Culture);
            yield return Say.In(
                $"저장소 메모리가 한도의 {part}입니다. 가득 차면 신청이 거절됩니다. maxmemory를 늘리십시오.",
                $"The store uses {part} of its memory. When it is full, claims are refused. Raise maxmemory.");
        }
    }

    private static IEnumerable<string> Replicas(SystemHealth health)
    {
        if (health is { AwaitsNoReplica: true, Vitals: { MayReplicasLag: true, Replicas: { } replicas } })
        {
            yield return Say.In(
                $"복제본 {replicas}개가 있지만 접수가 기다리지 않습니다. 장애 조치 때 신청을 잃을 수 있습니다. Store:Replicas를 auto로 바꾸십시오.",
                $"Replicas are connected ({replicas}), and no claim waits for any. A fail-over may lose claims. Set Store:Replicas to auto.");
        }
    }

    private static IEnumerable<string> Draining(SystemHealth health)
    {
        if (!health.IsSchedulerRunning)
        {
            yield return Say.In("이 인스턴스의 스케줄러가 돌지 않습니다. 인스턴스를 다시 시작하십시오.", "This instance's scheduler does not run. Start the instance again.");
        }
        else if (health.IsDrainerSilent)
        {
            string age = Figures.Duration(health.DrainAge);
            yield return Say.In(
                $"이 인스턴스의 저장 담당이 {age} 동안 끝나지 않았습니다. 데이터베이스와 로그를 확인하십시오.",
                $"No drain of this instance has come to its end for {age}. Check the database and the log.");
        }
    }

    private static IEnumerable<string> Durability(SystemHealth health)
    {
        if (health.Store != StoreCondition.Serving)
        {
            yield break;
        }

        if (health.Durability.Evicts)
        {
            yield return Say.In(
                "저장소가 메모리가 차면 신청을 지울 수 있습니다. maxmemory-policy noeviction으로 바꾸십시오.",
                "With its memory full the store may erase claims. Set maxmemory-policy noeviction.");
        }

        if (health.Durability.IsDurable == false)
        {
            yield return Say.In(
                "저장소가 죽으면 접수된 신청을 잃을 수 있습니다. appendonly yes, appendfsync always로 바꾸십시오.",
                "If the store crashes, admitted claims may be lost. Set appendonly yes and appendfsync always.");
        }
    }

    private static IEnumerable<string> Webhooks(SystemHealth health)
    {
        if (health.EndedWebhooks > 0)
        {
            string count = Figures.Count(health.EndedWebhooks);
            yield return Say.In(
                $"웹훅 {count}개가 받지 않아 꺼졌습니다. 관리자가 사용자 > 웹훅에서 확인하고 다시 켜야 합니다.",
                $"{count} webhooks accepted nothing and were switched off. An administrator looks at Users > Webhooks, and switches them on again.");
        }
    }

    private static IEnumerable<string> Clocks(SystemHealth health)
    {
        if (health is { AreClocksApart: true, ClockOffset: { } offset })
        {
            string apart = Figures.Duration(offset.Duration());
            yield return Say.In(
                $"저장소와 이 인스턴스의 시계가 {apart} 다릅니다. 판매는 저장소의 시계로 열리고 닫힙니다. NTP를 확인하십시오.",
                $"The clocks of the store and this instance are {apart} apart. Sales open and close by the store's. Check NTP.");
        }
    }
}
