using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Admitting;

namespace CouponAdmin.Core.Issuance;

/// <summary>Where a member asks for a coupon: finds the campaign, asks the store, and turns the answer into one of <see cref="ClaimOutcome"/>.</summary>
public sealed class ClaimDesk
{
    private readonly CampaignDirectory _directory;
    private readonly Admitter _admitter;
    private readonly ClaimRows _rows;
    private readonly DisabledMembers _disabled;
    private readonly ClaimNotes _notes;
    private readonly IssuanceOptions _options;
    private readonly TimeProvider _time;

    internal ClaimDesk(
        CampaignDirectory directory, Admitter admitter, ClaimRows rows, DisabledMembers disabled, ClaimNotes notes, IssuanceOptions options, TimeProvider time) =>
        (_directory, _admitter, _rows, _disabled, _notes, _options, _time) = (directory, admitter, rows, disabled, notes, options, time);

    /// <summary>One claim of one member. Asking again is always safe and gives the same ticket.</summary>
    /// <param name="slug">Names the campaign.</param>
    /// <param name="member">Whose claim.</param>
    /// <param name="cancellationToken">The asker goes away.</param>
    /// <param name="shadow">The sale of this instance's rehearsal, which no slug leads to.</param>
    /// <exception cref="ArgumentException">The member's id breaks <see cref="MemberId"/>'s rule.</exception>
    /// <exception cref="OperationCanceledException">The asker went away while the database was asked; the claim may have been admitted.</exception>
    public async Task<ClaimAnswer> ClaimAsync(string slug, string member, CancellationToken cancellationToken, CampaignRef? shadow = null)
    {
        if (!MemberId.IsValid(member))
        {
            throw new ArgumentException("A member's id has 1–128 characters, none of them a control character, and no white space at its ends.", nameof(member));
        }

        ClaimDeadline database = new(_time, _time.GetTimestamp(), _options.DatabaseTimeout);
        CampaignRef? campaign = shadow;
        ClaimAnswer answer;
        try
        {
            campaign ??= await database.WithinAsync(_directory.FindAsync(slug, cancellationToken), cancellationToken);
            answer = campaign is null ? new ClaimAnswer(ClaimOutcome.UnknownCampaign, slug)
                : _disabled.Has(member) ? Disabled(campaign, member)
                : await AskAsync(campaign, member, database, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The database hangs. Whether there is a ticket can't be said now; asking again is safe.
            answer = new ClaimAnswer(ClaimOutcome.StoreUnavailable, slug);
        }

        _notes.Keep(campaign, member, answer.Outcome);
        return answer;
    }

    /// <summary>Keeps that the door turned this claim away before it came here. From memory alone: a campaign that this instance never met isn't looked up.</summary>
    public void TurnedAway(string slug, string member)
    {
        if (_directory.Remembered(slug) is { } campaign)
        {
            _notes.TurnedAway(campaign, member);
        }
    }

    private async Task<ClaimAnswer> AskAsync(CampaignRef campaign, string member, ClaimDeadline database, CancellationToken cancellationToken)
    {
        if (campaign.IsSealed)
        {
            return await OfSealedAsync(campaign, member, database, cancellationToken);
        }

        ClaimDeadline deadline = new(_time, _time.GetTimestamp(), _options.ClaimTimeout);
        Admission admission = await _admitter.AskAsync(campaign, member, deadline);
        if (admission.Kind is ClaimKind.NotWarm or ClaimKind.Lost or ClaimKind.ListMissing && await _admitter.WarmAsync(campaign, deadline, cancellationToken))
        {
            if (await database.WithinAsync(_directory.FindAsync(campaign.Slug, cancellationToken), cancellationToken) is { IsSealed: true } now)
            {
                return await OfSealedAsync(now, member, database, cancellationToken);
            }

            admission = await _admitter.AskAsync(campaign, member, deadline);
        }

        _notes.Count(campaign, member, admission.Kind);
        return await AnswerAsync(campaign, member, admission, database, cancellationToken);
    }

    private ClaimAnswer Disabled(CampaignRef campaign, string member)
    {
        _notes.CountRefused(campaign, member);
        return new ClaimAnswer(ClaimOutcome.MemberDisabled, campaign.Slug);
    }

    private async Task<ClaimAnswer> OfSealedAsync(CampaignRef campaign, string member, ClaimDeadline database, CancellationToken cancellationToken)
    {
        ValueTask<MyClaim?> row = new(_rows.FindAsync(campaign, member, cancellationToken));
        return await database.WithinAsync(row, cancellationToken) is { } found ? OfRow(found) : new ClaimAnswer(ClaimOutcome.Closed, campaign.Slug);
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
            ClaimKind.NotEligible => new ClaimAnswer(ClaimOutcome.NotEligible, campaign.Slug),
            ClaimKind.NotWarm or ClaimKind.Lost or ClaimKind.Soon or ClaimKind.PairLost or ClaimKind.ListMoved or ClaimKind.ListMissing =>
                new ClaimAnswer(ClaimOutcome.NotReady, campaign.Slug),
            ClaimKind.Unknown => new ClaimAnswer(ClaimOutcome.StoreUnavailable, campaign.Slug),
            ClaimKind.Overloaded => new ClaimAnswer(ClaimOutcome.TooManyRequests, campaign.Slug),
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
            ClaimStatus.Queued or ClaimStatus.Issued or ClaimStatus.Quarantined or ClaimStatus.Redeemed => ClaimOutcome.Known,
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
