using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Tests.Acceptance;

namespace CouponAdmin.Tests.Faults;

/// <summary>One question of one client, and what became of it.</summary>
/// <param name="Sent">A timestamp of this machine's monotonic clock; so is <paramref name="Received"/>.</param>
/// <param name="Status">Null: nobody answered, and nobody knows what happened.</param>
/// <param name="Code">The refusal's.</param>
/// <param name="Ticket">Null without a 2xx.</param>
/// <param name="MayAskAgain">How long a refusal asks to stay away.</param>
internal sealed record ClaimAttempt(
    string Member, long Sent, long Received, HttpStatusCode? Status, string Code = "", long? Ticket = null, TimeSpan? MayAskAgain = null)
{
    public TimeSpan Took => TimeProvider.System.GetElapsedTime(Sent, Received);
}

/// <summary>What all clients wrote down, question by question.</summary>
internal sealed class ClaimHistory
{
    private readonly ConcurrentQueue<ClaimAttempt> _attempts = new();
    private Goal? _goal;

    public IReadOnlyList<ClaimAttempt> Attempts => [.. _attempts];

    public IReadOnlyList<ClaimAttempt> Acknowledged => [.. _attempts.Where(a => a.Ticket is not null)];

    /// <summary>Questions so far.</summary>
    public int Count => _attempts.Count;

    public int Unanswered => _attempts.Count(a => a.Status is null);

    /// <summary>Ends with the attempt that makes them so many, without a moment's delay: a fault must fall into the rush. One at a time.</summary>
    public Task ReachesAsync(int count)
    {
        Goal goal = new(count, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Volatile.Write(ref _goal, goal);
        return Count >= count ? Task.CompletedTask : goal.Reached.Task;
    }

    /// <summary>Asks over the interface once and writes it down, whatever happens.</summary>
    public async Task<ClaimAttempt> AskAsync(SaleClient sale, string slug, string member, string token)
    {
        long sent = Now;
        try
        {
            Answer answer = await sale.ClaimAsync(slug, token);
            return Write(new ClaimAttempt(
                member, sent, Now, answer.Status, answer.Code, answer.HasTicket ? answer.Number("ticket") : null, answer.RetryAfter));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or SocketException)
        {
            // The bare one comes when the instance dies between the connection and its first look at it.
            return Write(new ClaimAttempt(member, sent, Now, Status: null));
        }
    }

    /// <summary>Asks an instance in this process and writes it down.</summary>
    public async Task<ClaimAnswer> AskAsync(string member, Func<Task<ClaimAnswer>> ask)
    {
        long sent = Now;
        ClaimAnswer answer = await ask();
        bool isAcknowledged = answer.Outcome is ClaimOutcome.Queued or ClaimOutcome.Known;
        Write(new ClaimAttempt(
            member, sent, Now, isAcknowledged ? HttpStatusCode.Accepted : HttpStatusCode.Conflict, answer.Outcome.ToString(), isAcknowledged ? answer.Ticket : null));
        return answer;
    }

    public ClaimAttempt Write(ClaimAttempt attempt)
    {
        _attempts.Enqueue(attempt);
        if (Volatile.Read(ref _goal) is { } goal && Count >= goal.Count)
        {
            goal.Reached.TrySetResult();
        }

        return attempt;
    }

    private sealed record Goal(int Count, TaskCompletionSource Reached);

    private static long Now => TimeProvider.System.GetTimestamp();
}
