using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using CouponAdmin.Tests.Fixtures;
using Xunit;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>Members who wait on one instance by server-sent events: what each costs, and how long until all are told.</summary>
public sealed class WaitingMembersTests(ITestOutputHelper output)
{
    /// <summary>How many wait; eng/waiting-members.sh asks for 5,000.</summary>
    private const string MembersSetting = "COUPONADMIN_WAITING_MEMBERS";

    private const int MembersUsually = 300;
    private const int AtOnce = 100;

    /// <summary>Below it the collector's own steps are larger than what members cost.</summary>
    private const int MembersJudged = 2_000;

    /// <summary>Kestrel's connection, the request, the waiter with its channel; twice what was measured (docs/claim-page.md).</summary>
    private const double KilobytesEachMax = 80;

    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(60);

    private static readonly int Members =
        int.TryParse(Environment.GetEnvironmentVariable(MembersSetting), CultureInfo.InvariantCulture, out int members) ? members : MembersUsually;

    [Fact]
    public async Task Instance_WhenManyMembersWait_HoldsThemInBoundedMemoryAndTellsThemAll()
    {
        await using MemberSite site = await MemberSite.StartAsync(environment: "Production", published: (await PublishedApp.SharedAsync()).Folder);
        string slug = await site.PublishAsync(new TestOffer { Quantity = Members });
        await using HeldDatabase held = await site.HoldDatabaseAsync();
        await InTurnAsync(Enumerable.Range(0, Members), async member =>
        {
            using HttpResponseMessage answer = await site.ClaimAsync(slug, member);
            answer.EnsureSuccessStatusCode();
        });

        // The first ones warm the process up: what is loaded and compiled for them is no cost of those who follow.
        List<StreamReader> streams = [];
        await FollowAsync(site, slug, Enumerable.Range(0, AtOnce), streams);
        long before = await SettledMemoryAsync(site);
        await FollowAsync(site, slug, Enumerable.Range(AtOnce, Members - AtOnce), streams);
        long waiting = await SettledMemoryAsync(site);
        double each = (waiting - before) / 1024.0 / (Members - AtOnce);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Members} members wait: {before / 1048576} MB with the first {AtOnce}, {waiting / 1048576} MB with all, {each:0.0} KB each"));

        long began = Stopwatch.GetTimestamp();
        await held.DisposeAsync();
        await Task.WhenAll(streams.Select(ToldAsync)).WaitAsync(ToldWithin);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all told {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s after the database was let go"));
        Assert.True(Members < MembersJudged || each < KilobytesEachMax, $"{each:0.0} KB each.");
    }

    private static Task FollowAsync(MemberSite site, string slug, IEnumerable<int> members, List<StreamReader> streams) => InTurnAsync(members, async member =>
    {
        StreamReader stream = await OpenAsync(site, slug, member);
        lock (streams)
        {
            streams.Add(stream);
        }
    });

    private static async Task InTurnAsync(IEnumerable<int> members, Func<string, Task> act) => await Parallel.ForEachAsync(
        members, new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
        async (i, _) => await act(string.Create(CultureInfo.InvariantCulture, $"waiting-{i}")));

    private static async Task<StreamReader> OpenAsync(MemberSite site, string slug, string member)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"/api/v1/campaigns/{slug}/claims/me/events");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", site.TokenOf(member));
        HttpResponseMessage answer = await site.App.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new StreamReader(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
    }

    // Reads to the end of the stream, which follows the final status.
    private static async Task ToldAsync(StreamReader stream)
    {
        string last = "";
        await foreach (SseItem<string> item in SseParser.Create(stream.BaseStream).EnumerateAsync())
        {
            last = item.EventType == "claim" ? item.Data : last;
        }

        Assert.Contains("\"issued\"", last, StringComparison.Ordinal);
    }

    // The resident set, once it stands still: what the operating system has given, garbage included.
    private static async Task<long> SettledMemoryAsync(MemberSite site)
    {
        long last = 0;
        return await Eventually.HoldsAsync(
            async () =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
                using Process process = Process.GetProcessById(site.App.ProcessId);
                long now = process.WorkingSet64;
                bool isSettled = Math.Abs(now - last) < 1_048_576;
                last = now;
                return isSettled ? now : 0;
            },
            memory => memory > 0,
            TimeSpan.FromSeconds(60));
    }
}
