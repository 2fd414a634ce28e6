using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Hosting.Server;

namespace CouponAdmin.Web.Operations;

/// <summary>Has the claim's way compiled before an opening does it: after the start the instance asks itself, over its own address, for coupons of a sale that there can't be.</summary>
/// <remarks>It counts nowhere but among the requests that were answered 404; setting <c>Rehearsal</c>, on unless it is <c>false</c>.</remarks>
internal sealed partial class Rehearsal(
    IServer server, IHostApplicationLifetime lifetime, SigningKey key, MemberPasses passes, LimitsOptions limits, ILogger<Rehearsal> log) : BackgroundService
{
    /// <summary>How a claim says whose it is.</summary>
    private enum Way
    {
        Token,
        Pass,

        /// <summary>By a token that the lane leaves to the endpoint.</summary>
        Framework,
    }

    /// <summary>After the start the instance asks itself for coupons of a sale that there isn't, so that an opening finds the claim's way compiled; <c>true</c> (the default) or <c>false</c>.</summary>
    public const string Setting = "Rehearsal";

    /// <summary>Rounds at most; it ends before when next to nothing more was compiled.</summary>
    public const int RoundsMax = 12;

    /// <summary>Code is compiled in full after thirty calls.</summary>
    private const int ClaimsPerRound = 60;

    private const int AskersAtOnce = 6;

    private static readonly int WayCount = Enum.GetValues<Way>().Length;

    /// <summary>Methods that something else on the instance, such as the drain's tick, compiles meanwhile.</summary>
    private const int Few = 30;

    /// <summary>No slug has an underscore, so no campaign is asked for.</summary>
    private static readonly Uri Claims = new("/api/v1/campaigns/_rehearsal/claims", UriKind.Relative);

    /// <summary>Stands for the text of a session cookie: as long as a member's.</summary>
    private static readonly string Session = new('s', 700);

    /// <summary>The runtime compiles in full once nothing new was called for 100 ms, and needs a moment for it.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A limit by address counts the instance's own questions too, and would refuse them before they come by anything.
        if (limits.RequestsPerAddressPerSecond is > 0 and < ClaimsPerRound)
        {
            return;
        }

        await StartedAsync(stoppingToken);
        if (OwnAddress.Of(server) is not { } address)
        {
            return;
        }

        try
        {
            using HttpClient client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address, Timeout = AnswerWithin };
            await RunAsync(client, stoppingToken);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            LogGivenUp(log, address, e.Message);
        }
    }

    private async Task RunAsync(HttpClient client, CancellationToken cancellationToken)
    {
        long began = JitInfo.GetCompiledMethodCount();
        for (int round = 1; round <= RoundsMax; round++)
        {
            long before = JitInfo.GetCompiledMethodCount();
            await Task.WhenAll(Enumerable.Range(0, AskersAtOnce).Select(asker => AskAsync(client, round, asker, cancellationToken)));
            await Task.Delay(Pause, cancellationToken);
            long now = JitInfo.GetCompiledMethodCount();
            if (now - before < Few || round == RoundsMax)
            {
                LogDone(log, round * ClaimsPerRound, now - began);
                return;
            }
        }
    }

    private async Task AskAsync(HttpClient client, int round, int asker, CancellationToken cancellationToken)
    {
        for (int claim = 0; claim < ClaimsPerRound / AskersAtOnce; claim++)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, Claims);
            SignIn(request, string.Create(CultureInfo.InvariantCulture, $"rehearsal {round} {asker} {claim}"), (Way)(claim % WayCount));
            using HttpResponseMessage answer = await client.SendAsync(request, cancellationToken);
        }
    }

    private void SignIn(HttpRequestMessage request, string member, Way way)
    {
        if (way == Way.Pass)
        {
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
            request.Headers.Add("Cookie", passes.CookiesOf(member, Session));
        }
        else
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(member, way));
        }
    }

    // Each claim another member's, as in an opening: one member's would be limited.
    private string TokenOf(string member, Way way) =>
        MemberToken.Of(member, key, TimeProvider.System.GetUtcNow().AddMinutes(1), way == Way.Framework ? nameof(Rehearsal) : null);

    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Rehearsed the opening: {Claims} claims of a sale that there isn't, {Methods} methods compiled.")]
    private static partial void LogDone(ILogger logger, int claims, long methods);

    [LoggerMessage(Level = LogLevel.Information, Message = "The rehearsal at {Address} was given up: {Reason}")]
    private static partial void LogGivenUp(ILogger logger, Uri address, string reason);
}
