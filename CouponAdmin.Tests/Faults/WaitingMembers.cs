using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CouponAdmin.Tests.Fixtures;
using Xunit.Sdk;

namespace CouponAdmin.Tests.Faults;

/// <summary>Members who claim when a fault strikes and then wait for their result, as the page does: who loses the stream comes back elsewhere, who is told "lost" asks again.</summary>
internal sealed class WaitingMembers(FaultRig rig, FaultedSale sale)
{
    /// <summary>Who they are.</summary>
    public static IReadOnlyList<string> Members { get; } = [.. Enumerable.Range(1, 12).Select(number => string.Create(CultureInfo.InvariantCulture, $"waiting {number}"))];

    /// <summary>They were told nothing for as long as that.</summary>
    public int InSilence { get; private set; }

    /// <summary>From the acknowledgement to the result.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>Ends when all have been told, or have waited for too long.</summary>
    public async Task WaitAsync()
    {
        TimeSpan?[] told = await Task.WhenAll(Members.Select(WaitAsync));
        InSilence += told.Count(took => took is null);
        Longest = told.Max() is { } longest && longest > Longest ? longest : Longest;
    }

    private async Task<TimeSpan?> WaitAsync(string member, int place)
    {
        long began = Stopwatch.GetTimestamp();
        long acknowledged = 0;
        while (Stopwatch.GetElapsedTime(began) < FaultedSale.SettledWithin)
        {
            if (acknowledged == 0)
            {
                ClaimAttempt attempt = await sale.AskForCertainAsync(member, asked => (place + asked) % rig.Instances.Count);
                acknowledged = attempt.Received;
                if (attempt.Ticket is null)
                {
                    return TimeSpan.Zero;
                }
            }

            switch (await HearAsync(member, place++ % rig.Instances.Count))
            {
                case "lost":
                    acknowledged = 0;
                    break;
                case not ("" or "queued"):
                    return Stopwatch.GetElapsedTime(acknowledged);
            }
        }

        return null;
    }

    /// <summary>The last word of one stream; "": none.</summary>
    private async Task<string> HearAsync(string member, int instance)
    {
        string last = "";
        try
        {
            await foreach ((string kind, JsonElement claim) in rig.Sale(instance).FollowAsync($"/api/v1/campaigns/{sale.Slug}/claims/me/events", rig.Tokens.Member(member)))
            {
                last = kind switch { "claim" => claim.GetProperty("status").GetString()!, "lost" => "lost", _ => last };
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or EqualException)
        {
            // The instance died, is parted from its store, or has gone: the next one is asked.
        }

        return last;
    }
}
