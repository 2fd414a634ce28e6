using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Rehearsals;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Hosting.Server;

namespace CouponAdmin.Web.Rehearsals;

/// <summary>What a rehearsal needs of Core.</summary>
internal sealed record RehearsalProps(
    StartRehearsal Start, ICampaignWarmer Warmer, ShadowEntrance Entrance, RehearsalGauge Gauge, RehearsalBook Book, ClearRehearsal Clear, QuietMoment Quiet);

/// <summary>Runs rehearsals on this instance: one at a time, as there is one over all instances. The page that asked for it may be closed meanwhile.</summary>
internal sealed partial class RehearsalStage(
    IServer server, RehearsalProps props, SigningKey signing, TimeProvider time, ILogger<RehearsalStage> log) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Begins a rehearsal, which goes on by itself. Refused as <see cref="StartRehearsal"/> says, or with <see cref="RefusalKind.NoOwnAddress"/>.</summary>
    public async Task<Result<RehearsalTurn>> BeginAsync(string slug, RehearsalPlan plan, Actor by)
    {
        if (OwnAddress.Of(server) is not { } address)
        {
            return new Refusal(RefusalKind.NoOwnAddress, "This instance listens with TLS only, so it can't send claims to itself.");
        }

        // Not cancelled with the page: once the turn is taken, somebody must give it back.
        Result<RehearsalTurn> result = await props.Start.ExecuteAsync(slug, plan, by, CancellationToken.None);
        if (result.TryGet(out RehearsalTurn? turn, out _))
        {
            _running = Task.Run(() => RunAsync(turn, address));
        }

        return result;
    }

    /// <summary>Ends when the latest rehearsal of this instance has ended and is cleared.</summary>
    internal Task WhenOverAsync() => _running;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends the rehearsal under way, and clears it while the store is still there.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAny(_running, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    public void Dispose() => _stopping.Dispose();

    // The edge of a background task: however it ends, it is cleared and its end is written.
    private async Task RunAsync(RehearsalTurn turn, Uri address)
    {
        using CancellationTokenSource ends = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        ends.CancelAfter(RehearsalRules.LastsMax);
        RehearsalReport? report = null;
        RehearsalState? told = null;
        try
        {
            await props.Warmer.WarmAsync(turn.Sale.Id, ends.Token);
            using RehearsalPeople people = new(address, props.Entrance.Open(turn.Sale), turn, signing, time);
            RehearsalPlay play = new(turn, people, props.Gauge, props.Entrance, time);
            Task<RehearsalReport> playing = play.RunAsync(ends.Token);
            try
            {
                told = await KeepAsync(turn, play, people, playing, ends);
            }
            finally
            {
                // Nobody may claim any more when it is cleared.
                await ends.CancelAsync();
                await Task.WhenAny(playing);
            }

            report = await playing;
        }
        catch (Exception e) when (e is OperationCanceledException or RehearsalFailedException or HttpRequestException || Outage.Is(e))
        {
            LogEnded(log, turn.Slug, e.Message);
        }
        finally
        {
            props.Entrance.Close();
        }

        RehearsalState state = report is not null ? RehearsalState.Done : told ?? (_stopping.IsCancellationRequested ? RehearsalState.Died : RehearsalState.Failed);
        await ClearAsync(turn, state, report);
    }

    /// <summary>Gives signs while the rehearsal plays, and ends it when it must. Null: it ended by itself.</summary>
    private async Task<RehearsalState?> KeepAsync(RehearsalTurn turn, RehearsalPlay play, RehearsalPeople people, Task playing, CancellationTokenSource ends)
    {
        while (await Task.WhenAny(playing, Task.Delay(RehearsalRules.BeatEvery, time, ends.Token)) != playing)
        {
            RehearsalState? end = await props.Quiet.FindSaleAsync(ends.Token) is not null ? RehearsalState.GaveWay
                : !await props.Book.BeatAsync(turn.Id, play.Phase, people.Answered, ends.Token) ? RehearsalState.Stopped
                : null;
            if (end is not null)
            {
                await ends.CancelAsync();
                return end;
            }
        }

        return null;
    }

    private async Task ClearAsync(RehearsalTurn turn, RehearsalState state, RehearsalReport? report)
    {
        try
        {
            await props.Book.BeatAsync(turn.Id, RehearsalPhase.Clearing, turn.Cast.People, CancellationToken.None);
            await props.Clear.ExecuteAsync(turn.Sale.Key, CancellationToken.None);
            await props.Book.EndAsync(turn.Id, state, report, CancellationToken.None);
            LogOver(log, turn.Slug, state);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            // No more signs: whoever looks next clears it, and writes that it died.
            LogLeft(log, turn.Slug, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The rehearsal of {Slug} is over ({State}), and what it made is removed.")]
    private static partial void LogOver(ILogger logger, string slug, RehearsalState state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rehearsal of {Slug} ended early: {Reason}")]
    private static partial void LogEnded(ILogger logger, string slug, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What the rehearsal of {Slug} made could not be removed now, and is removed when store and database answer: {Reason}")]
    private static partial void LogLeft(ILogger logger, string slug, string reason);
}
