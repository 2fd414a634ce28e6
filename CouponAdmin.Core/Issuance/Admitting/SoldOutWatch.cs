using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Issuance.Admitting;

/// <summary>What the store said of a sold out sale. Two looks that are the same: nobody was let in between, and no fact has changed.</summary>
internal readonly record struct SoldOutLook(long Version, long Given, long LastTicket)
{
    /// <summary>In place of the version: a list says who may claim, so the store answers each.</summary>
    public const long Listed = -1;
}

/// <summary>Looks again and again at the sold out campaigns that people still ask for, and keeps <see cref="SoldOutMemory"/> in proofs.</summary>
internal sealed partial class SoldOutWatch(
    SoldOutMemory memory, StoreConnections store, QueueReader queue, KnownTickets tickets, TimeProvider time, ILogger<SoldOutWatch> log) : BackgroundService
{
    /// <summary>From one look to the next: two fit into the time that a proof is good for.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(150);

    /// <summary>A campaign that nobody asked for in this time isn't looked at any more.</summary>
    public static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(10);

    private static readonly RedisScript Check = RedisScript.Load("check_sold_out-3");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (Guid campaign in memory.Wanted.ReadAllAsync(stoppingToken))
        {
            // Each by itself: one campaign's slow shard must not let the others' proofs run out.
            _ = WatchAsync(campaign, stoppingToken);
        }
    }

    private async Task WatchAsync(Guid campaign, CancellationToken stoppingToken)
    {
        TicketHolders holders = new(campaign, queue);
        try
        {
            while (memory.IsAskedWithin(campaign, IdleAfter) && await LookAsync(campaign, holders, stoppingToken))
            {
                await Task.Delay(LookEvery, time, stoppingToken);
            }
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // Without a proof the store answers; the next "sold out" begins anew.
            LogGivenUp(log, campaign, e);
        }
        catch (OperationCanceledException)
        {
            // The instance stops.
        }
        finally
        {
            memory.Forget(campaign);
        }
    }

    /// <summary>One look; false when the campaign isn't sold out for everybody any more. A store that doesn't answer proves nothing: the last proof runs out.</summary>
    private async Task<bool> LookAsync(Guid campaign, TicketHolders holders, CancellationToken cancellationToken)
    {
        try
        {
            long asked = time.GetTimestamp();
            SoldOutLook look = await AskAsync(campaign);
            if (look.Version <= 0)
            {
                // With a member list nothing is said from memory; looked at slowly on, as the list may be removed.
                return look.Version == SoldOutLook.Listed;
            }

            if (!holders.IsOf(look) && look.Given <= TicketHolders.HoldersMax)
            {
                await holders.LoadAsync(look, cancellationToken);
                asked = time.GetTimestamp();
                look = await AskAsync(campaign);
            }

            if (holders.IsOf(look))
            {
                memory.Prove(campaign, asked, holders.Sorted);
            }

            return look.Version != 0;
        }
        catch (Exception e) when (Outage.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }

    private async Task<SoldOutLook> AskAsync(Guid campaign)
    {
        CampaignKeys keys = new(campaign);
        long[] reply = (long[])(await Check.RunAsync(store.Draining, [keys.Facts, keys.Queue, keys.Progress], tickets.Of(campaign)))!;
        return new SoldOutLook(reply[0], reply[1], reply[2]);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Campaign {Campaign} is no longer watched for \"sold out\"; the store answers each claim.")]
    private static partial void LogGivenUp(ILogger logger, Guid campaign, Exception reason);
}
