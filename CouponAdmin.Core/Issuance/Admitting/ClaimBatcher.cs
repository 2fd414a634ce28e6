using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.Admitting;

/// <summary>Gathers a campaign's claims while the last script is under way, and sends them as one. Idle, a claim leaves at once.</summary>
internal sealed partial class ClaimBatcher
{
    /// <summary>Claims that may wait in one campaign; the next one is told to come back.</summary>
    public const int WaitingMax = 20_000;

    private readonly Channel<Pending> _waiting =
        Channel.CreateBounded<Pending>(new BoundedChannelOptions(WaitingMax) { SingleReader = true, AllowSynchronousContinuations = false });

    private readonly Guid _campaign;
    private readonly AdmissionScript _script;
    private readonly Action _admitted;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <param name="campaign">The campaign's key.</param>
    /// <param name="batchSize">Claims in one script at most.</param>
    /// <param name="admitted">Called after each batch that admitted somebody: wakes the drainer.</param>
    public ClaimBatcher(Guid campaign, AdmissionScript script, int batchSize, Action admitted, TimeProvider time, ILogger log)
    {
        (_campaign, _script, _admitted, _time, _log) = (campaign, script, admitted, time, log);
        _ = SendAllAsync(batchSize);
    }

    /// <summary>Asks for one member. Never throws for a store that is away: the answer is then <see cref="ClaimKind.Unknown"/>.</summary>
    public async Task<Admission> AskAsync(string member, ClaimDeadline deadline, CancellationToken cancellationToken)
    {
        Pending claim = new(member, deadline);
        if (!_waiting.Writer.TryWrite(claim))
        {
            return new Admission(ClaimKind.Overloaded);
        }

        try
        {
            return await claim.Answer.Task.WaitAsync(deadline.Left, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new Admission(ClaimKind.Unknown);
        }
    }

    private async Task SendAllAsync(int batchSize)
    {
        List<Pending> batch = new(batchSize);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < batchSize && _waiting.Reader.TryRead(out Pending? claim))
            {
                // One whose deadline passed while it waited is not sent: its asker has been told, and asks again.
                if (claim.Deadline.Left > TimeSpan.Zero)
                {
                    batch.Add(claim);
                }
            }

            if (batch.Count > 0)
            {
                await SendAsync(batch);
                batch.Clear();
            }
        }
    }

    private async Task SendAsync(List<Pending> batch)
    {
        try
        {
            Admission[] answers = await _script.RunAsync(_campaign, batch.ConvertAll(claim => claim.Member));
            for (int i = 0; i < answers.Length; i++)
            {
                batch[i].Answer.TrySetResult(answers[i]);
            }

            if (Array.Exists(answers, a => a.Kind == ClaimKind.Admitted))
            {
                _admitted();
            }
        }
        catch (Exception e)
        {
            LogUnanswered(_log, batch.Count, _campaign, e.Message);
            foreach (Pending claim in batch)
            {
                claim.Answer.TrySetResult(new Admission(ClaimKind.Unknown));
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} claims of campaign {Campaign} got no answer from the store: {Reason}")]
    private static partial void LogUnanswered(ILogger logger, int count, Guid campaign, string reason);

    private sealed record Pending(string Member, ClaimDeadline Deadline)
    {
        public TaskCompletionSource<Admission> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
