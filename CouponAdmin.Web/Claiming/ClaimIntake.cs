using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Claiming.Challenges;

namespace CouponAdmin.Web.Claiming;

/// <summary>What the intake says to a claim.</summary>
internal abstract record ClaimReply
{
    private ClaimReply()
    {
    }

    /// <summary>The desk's answer.</summary>
    public sealed record Answered(ClaimAnswer Answer) : ClaimReply;

    /// <summary>The next claim must bring the answer to this task.</summary>
    public sealed record Challenged(ChallengeTask Task) : ClaimReply;

    /// <summary>This member asks too often.</summary>
    public sealed record TooOften : ClaimReply
    {
        public static readonly TooOften One = new();
    }
}

/// <summary>Takes every claim, whichever way it came: note the address, hold the member's pace, ask the challenge, and then the desk. The entrances differ only in how they learn who the member is.</summary>
internal sealed class ClaimIntake(Paces paces, ChallengeDoor door, BusyAddresses addresses, ClaimDesk desk, ShadowEntrance shadows)
{
    /// <summary>For each endpoint by which claims come in.</summary>
    public static readonly TakesClaims Entrance = new((slug, member, context) => context.RequestServices.GetRequiredService<ClaimIntake>().TurnedAway(slug, member, context));

    /// <summary>The header in which this instance's own rehearsal proves that a claim is its.</summary>
    public const string RehearsalKey = "Rehearsal-Key";

    /// <summary>The sale of this instance's rehearsal, for a claim of its own people; null for every other claim, also one of that sale without its key.</summary>
    public CampaignRef? ShadowOf(string slug, HttpRequest request) => ShadowSale.Is(slug) ? shadows.Of(slug, request.Headers[RehearsalKey]) : null;

    /// <summary>A claim of this instance's rehearsal: no limit holds it, and nothing notes it.</summary>
    public Task<ClaimAnswer> RehearseAsync(CampaignRef shadow, string member) => desk.ClaimAsync(shadow.Slug, member, CancellationToken.None, shadow);

    /// <summary>One claim of one member.</summary>
    /// <remarks>It isn't cancelled when its asker hangs up: it may have been admitted, and its deadlines bound it.</remarks>
    public async ValueTask<ClaimReply> TakeAsync(string slug, string member, HttpContext context)
    {
        addresses.Note(slug, context.Connection.RemoteIpAddress);
        if (!paces.AllowsMember(member, context))
        {
            desk.TurnedAway(slug, member);
            return ClaimReply.TooOften.One;
        }

        return await door.TaskForAsync(slug, member, context.Request, CancellationToken.None) is { } task
            ? new ClaimReply.Challenged(task)
            : new ClaimReply.Answered(await desk.ClaimAsync(slug, member, CancellationToken.None));
    }

    /// <summary>A claim that the limit by address turned away: support is asked later why.</summary>
    public void TurnedAway(string slug, string member, HttpContext context)
    {
        addresses.Note(slug, context.Connection.RemoteIpAddress);
        desk.TurnedAway(slug, member);
    }
}
