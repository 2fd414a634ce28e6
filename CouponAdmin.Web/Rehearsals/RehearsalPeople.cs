using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Rehearsals;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.Claiming;

namespace CouponAdmin.Web.Rehearsals;

/// <summary>What the people of a stretch were told, and when.</summary>
/// <param name="Began">A timestamp of the stretch's begin.</param>
/// <param name="Moments">When each answer came, in seconds since then, in order; those without one aren't among them.</param>
/// <param name="Waits">What each of these answers took, shortest first.</param>
internal sealed record Stretch(long Began, double[] Moments, TimeSpan[] Waits, int Admitted, int SoldOut, int Unanswered)
{
    public TimeSpan WaitAt(double share) => Waits.Length == 0 ? TimeSpan.Zero : Waits[Math.Clamp((int)Math.Ceiling(share * Waits.Length) - 1, 0, Waits.Length - 1)];
}

/// <summary>The made-up people of a rehearsal: they come in by HTTP, each with a token for this one sale, and leave nothing but its rows.</summary>
internal sealed class RehearsalPeople : IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly Uri _claims;
    private readonly RehearsalTurn _turn;
    private readonly SigningKey _signing;
    private readonly TimeProvider _time;
    private readonly string _key;
    private int _made;
    private int _answered;

    /// <param name="address">Of this instance.</param>
    /// <param name="key">Opens the rehearsal's sale.</param>
    public RehearsalPeople(Uri address, string key, RehearsalTurn turn, SigningKey signing, TimeProvider time)
    {
        (_key, _turn, _signing, _time) = (key, turn, signing, time);
        _claims = new Uri(address, $"{Routes.Api}/campaigns/{ShadowSale.Slug}/claims");
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false, AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = turn.Plan.Connections!.Value,
        }) { Timeout = AnswerWithin };
    }

    /// <summary>Claims that were answered so far.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>All at once: whoever has an answer makes room on their connection for the next.</summary>
    public async Task<Stretch> RushAsync(int people, CancellationToken cancellationToken)
    {
        Answer?[] answers = new Answer?[people];
        string[] tokens = TokensOf(people);
        int next = -1;
        long began = _time.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Math.Min(people, _turn.Plan.Connections!.Value)).Select(_ => Task.Run(AskInTurnAsync, cancellationToken)));
        return StretchOf(began, answers);

        async Task AskInTurnAsync()
        {
            for (int person = Interlocked.Increment(ref next); person < people; person = Interlocked.Increment(ref next))
            {
                answers[person] = await AskAsync(tokens[person], began, _time.GetTimestamp(), cancellationToken);
            }
        }
    }

    /// <summary>As the real crowd is expected to come; who finds no connection free waits, which counts.</summary>
    public async Task<Stretch> ComeAsync(int people, ArrivalCurve curve, TimeSpan over, CancellationToken cancellationToken)
    {
        string[] tokens = TokensOf(people);
        Task<Answer?>[] asking = new Task<Answer?>[people];
        long began = _time.GetTimestamp();
        for (int person = 0; person < people; person++)
        {
            TimeSpan early = Arrivals.Moment(curve, (person + 0.5) / people, over) - _time.GetElapsedTime(began);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, _time, cancellationToken);
            }

            asking[person] = AskAsync(tokens[person], began, _time.GetTimestamp(), cancellationToken);
        }

        return StretchOf(began, await Task.WhenAll(asking));
    }

    public void Dispose() => _http.Dispose();

    // Null: no answer, or one that a rehearsal doesn't expect.
    private async Task<Answer?> AskAsync(string token, long began, long came, CancellationToken cancellationToken)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, _claims);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Add(ClaimIntake.RehearsalKey, _key);
            using HttpResponseMessage answer = await _http.SendAsync(request, cancellationToken);
            long now = _time.GetTimestamp();
            Interlocked.Increment(ref _answered);
            return answer.StatusCode == HttpStatusCode.Accepted ? new Answer(IsAdmitted: true, _time.GetElapsedTime(began, now), _time.GetElapsedTime(came, now))
                : await IsSoldOutAsync(answer, cancellationToken) ? new Answer(IsAdmitted: false, _time.GetElapsedTime(began, now), _time.GetElapsedTime(came, now))
                : null;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private static async Task<bool> IsSoldOutAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        answer.StatusCode == HttpStatusCode.Conflict
        && (await answer.Content.ReadAsStringAsync(cancellationToken)).Contains($"\"{ClaimCodes.Of(ClaimOutcome.SoldOut)}\"", StringComparison.Ordinal);

    // Made before the stretch: what it measures is the product.
    private string[] TokensOf(int people)
    {
        DateTimeOffset expires = _time.GetUtcNow() + RehearsalRules.LastsMax;
        return
        [
            .. Enumerable.Range(0, people).Select(_ => MemberToken.Of(
                string.Create(CultureInfo.InvariantCulture, $"rehearsal-{_turn.Id}-{++_made:00000}"), _signing, expires, campaign: ShadowSale.Slug)),
        ];
    }

    private static Stretch StretchOf(long began, Answer?[] answers)
    {
        Answer[] had = [.. answers.OfType<Answer>()];
        return new Stretch(
            began, [.. had.Select(a => a.After.TotalSeconds).Order()], [.. had.Select(a => a.Wait).Order()],
            had.Count(a => a.IsAdmitted), had.Count(a => !a.IsAdmitted), answers.Length - had.Length);
    }

    private sealed record Answer(bool IsAdmitted, TimeSpan After, TimeSpan Wait);
}
