using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Admitting;
using CouponAdmin.Core.Issuance.Books;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Issuance;

/// <summary>Where a member asks for a coupon: finds the campaign, asks the store, and turns the answer into one of <see cref="ClaimOutcome"/>.</summary>
public sealed class ClaimDesk
{
    private readonly CampaignDirectory _directory;
    private readonly ClaimBatchers _batchers;
    private readonly WarmOnce _warm;
    private readonly ClaimRows _rows;
    private readonly StoreGate _gate;
    private readonly ClaimTally _tally;
    private readonly IssuanceOptions _options;
    private readonly TimeProvider _time;

    internal ClaimDesk(
        CampaignDirectory directory, ClaimBatchers batchers, WarmOnce warm, ClaimRows rows, StoreGate gate, ClaimTally tally, IssuanceOptions options,
        TimeProvider time) =>
        (_directory, _batchers, _warm, _rows, _gate, _tally, _options, _time) = (directory, batchers, warm, rows, gate, tally, options, time);

    /// <summary>One claim of one member. Asking again is always safe and gives the same ticket.</summary>
    /// <exception cref="ArgumentException">The member's id breaks <see cref="MemberId"/>'s rule.</exception>
    /// <exception cref="OperationCanceledException">The asker went away; the claim may have been admitted.</exception>
    public async Task<ClaimAnswer> ClaimAsync(string slug, string member, CancellationToken cancellationToken)
    {
        if (!MemberId.IsValid(member))
        {
            throw new ArgumentException("A member's id has 1–128 characters, none of them a control character, and no white space at its ends.", nameof(member));
        }

        try
        {
            return await AskAsync(slug, member, new ClaimDeadline(_time, _time.GetTimestamp(), _options.DatabaseTimeout), cancellationToken);
        }
        catch (TimeoutException)
        {
            // The database hangs. Whether there is a ticket can't be said now; asking again is safe.
            return new ClaimAnswer(ClaimOutcome.StoreUnavailable, slug);
        }
    }

    private async Task<ClaimAnswer> AskAsync(string slug, string member, ClaimDeadline database, CancellationToken cancellationToken)
    {
        if (await database.WithinAsync(_directory.FindAsync(slug, cancellationToken), cancellationToken) is not { } campaign)
        {
            return new ClaimAnswer(ClaimOutcome.UnknownCampaign, slug);
        }

        if (campaign.IsSealed)
        {
            return await database.WithinAsync(new ValueTask<MyClaim?>(_rows.FindAsync(campaign, member, cancellationToken)), cancellationToken) is { } row ? OfRow(row) : new ClaimAnswer(ClaimOutcome.Closed, slug);
        }

        if (!_gate.IsServing)
        {
            return new ClaimAnswer(ClaimOutcome.StoreUnavailable, slug);
        }

        ClaimBatcher batcher = _batchers.Of(campaign);
        ClaimDeadline deadline = new(_time, _time.GetTimestamp(), _options.ClaimTimeout);
        Admission admission = await batcher.AskAsync(member, deadline, cancellationToken);
        if (admission.Kind is ClaimKind.NotWarm or ClaimKind.Lost && await _warm.TryAsync(campaign, deadline.Left, cancellationToken))
        {
            if (await database.WithinAsync(_directory.FindAsync(slug, cancellationToken), cancellationToken) is { IsSealed: true })
            {
                return await AskAsync(slug, member, database, cancellationToken);
            }

            admission = await batcher.AskAsync(member, deadline, cancellationToken);
        }

        _tally.Count(campaign.Key, TallyOf(admission.Kind), member);
        return await AnswerAsync(campaign, member, admission, database, cancellationToken);
    }

    private async ValueTask<ClaimAnswer> AnswerAsync(
        CampaignRef campaign, string member, Admission admission, ClaimDeadline database, CancellationToken cancellationToken) => admission.Kind switch
        {
            ClaimKind.Admitted => new ClaimAnswer(ClaimOutcome.Queued, campaign.Slug)
            {
                Ticket = admission.Ticket,
                Place = admission.Place,
                Ahead = Math.Max(0, admission.Place - 1 - admission.Recorded),
                Quantity = admission.Quantity,
            },
            ClaimKind.Known => await database.WithinAsync(KnownAsync(campaign, member, admission, cancellationToken), cancellationToken),
            ClaimKind.NotOpenYet => new ClaimAnswer(ClaimOutcome.NotOpenYet, campaign.Slug) { OpensAt = admission.OpensAt },
            ClaimKind.Paused => new ClaimAnswer(ClaimOutcome.Paused, campaign.Slug),
            ClaimKind.SoldOut => new ClaimAnswer(ClaimOutcome.SoldOut, campaign.Slug),
            ClaimKind.Closed => new ClaimAnswer(ClaimOutcome.Closed, campaign.Slug),
            ClaimKind.NotWarm or ClaimKind.Lost => new ClaimAnswer(ClaimOutcome.NotReady, campaign.Slug),
            ClaimKind.Unknown => new ClaimAnswer(ClaimOutcome.StoreUnavailable, campaign.Slug),
            ClaimKind.Overloaded => new ClaimAnswer(ClaimOutcome.TooManyRequests, campaign.Slug),
        };

    private static TallyKind TallyOf(ClaimKind kind) => kind switch
    {
        ClaimKind.Admitted => TallyKind.Admitted,
        ClaimKind.Known => TallyKind.Repeated,
        ClaimKind.SoldOut => TallyKind.SoldOut,
        ClaimKind.Overloaded => TallyKind.Limited,
        ClaimKind.NotOpenYet or ClaimKind.Paused or ClaimKind.Closed or ClaimKind.NotWarm or ClaimKind.Lost or ClaimKind.Unknown => TallyKind.Refused,
    };

    // Above the watermark there is no row yet; below it the row says what became of the ticket.
    private async ValueTask<ClaimAnswer> KnownAsync(
        CampaignRef campaign, string member, Admission admission, CancellationToken cancellationToken)
    {
        // By the ticket too: a row that can't hold its member has a stand-in.
        MyClaim? row = admission.Ticket > admission.Watermark ? null
            : await _rows.FindAsync(campaign, member, cancellationToken) ?? await _rows.FindByTicketAsync(campaign, admission.Ticket, cancellationToken);
        return OfRow(row ?? new MyClaim(campaign.Slug, ClaimStatus.Queued, admission.Ticket)) with { Quantity = admission.Quantity };
    }

    private static ClaimAnswer OfRow(MyClaim claim) => new(
        claim.Status switch
        {
            ClaimStatus.Queued or ClaimStatus.Issued or ClaimStatus.Quarantined => ClaimOutcome.Known,
            ClaimStatus.Revoked => ClaimOutcome.Revoked,
            ClaimStatus.QueueExpired => ClaimOutcome.QueueExpired,
            ClaimStatus.Refused => ClaimOutcome.Refused,
        },
        claim.Campaign)
    {
        Ticket = claim.Ticket,
        Claim = claim,
    };
}
