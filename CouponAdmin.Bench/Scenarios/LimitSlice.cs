using System.Diagnostics;
using CouponAdmin.Bench.Load;
using CouponAdmin.Bench.Sales;
using CouponAdmin.Bench.Servers;

namespace CouponAdmin.Bench.Scenarios;

/// <summary>One kind of answer from one host in one round.</summary>
/// <param name="CpuSecondsPer1000">Processor seconds for 1,000 answers, by process; for admitted claims until the last of them is stored.</param>
/// <param name="BytesEach">Allocated by the web application for each answer; null where the host doesn't tell.</param>
/// <param name="CatchUpMs">From the last answer to the last coupon stored.</param>
internal sealed record LimitRound(
    string Slice, string Host, int Connections, int Number, double PerSecond, double MedianMs, double P99Ms,
    IReadOnlyDictionary<string, double> CpuSecondsPer1000, double? BytesEach, double? CatchUpMs, string Statuses);

/// <summary>A kind of answer to be measured.</summary>
internal sealed class LimitSlice
{
    public const string Empty = "empty endpoint";
    public const string SignedIn = "empty and signed in";
    public const string SignedInAsOurs = "the same, SCHED_BATCH";
    public const string Pipeline = "its /health/live";
    public const string Admitted = "admitted";
    public const string SoldOut = "sold out";
    public const string Repeated = "asked again";
    public const string Mine = "claims/me";

    /// <summary>Behind the kind of an answer to a member in a browser: by cookies, where the others bring a token.</summary>
    public const string ByCookie = ", by cookie";

    private const int HugeQuantity = 10_000_000;
    private const int RepeatingMembers = 2_000;

    private readonly int _port;
    private readonly int _status;
    private readonly Child[] _processes;
    private readonly HttpClient? _metrics;
    private readonly Sale? _fills;
    private readonly Func<int, int, RequestText> _request;
    private int _accepted;
    private long _asked;

    private LimitSlice(string kind, string host, int port, int status, Child[] processes, HttpClient? metrics, Func<int, int, RequestText> request, Sale? fills = null) =>
        (Kind, Host, _port, _status, _processes, _metrics, _request, _fills) = (kind, host, port, status, processes, metrics, request, fills);

    public string Kind { get; }

    public string Host { get; }

    public string Name => Host.Length == 0 ? Kind : $"{Kind}, {Host}";

    /// <param name="host">As the framework starts it: the measure of all others.</param>
    /// <param name="asOurs">The same host with the product's scheduling: what that alone is worth.</param>
    public static IEnumerable<LimitSlice> OfEmpty(WebHost host, WebHost asOurs, Workbench bench)
    {
        RequestText open = new("POST", "/empty", null, _ => "");
        RequestText signedIn = new("POST", "/empty/signed-in", bench.Tokens, RequestText.FreshMembers("e"));
        return
        [
            new LimitSlice(Empty, "", host.Port, 202, [host.Child], null, (_, _) => open),
            new LimitSlice(SignedIn, "", host.Port, 202, [host.Child], null, (_, _) => signedIn),
            new LimitSlice(SignedInAsOurs, "", asOurs.Port, 202, [asOurs.Child], null, (_, _) => signedIn),
        ];
    }

    public static async Task<IReadOnlyList<LimitSlice>> OfProductAsync(ProductHost host, Workbench bench)
    {
        Sale soldOut = await host.OpenAsync(1);
        Sale held = await host.OpenAsync(RepeatingMembers);
        await FillAsync(host, soldOut, bench, "first", 1);
        await FillAsync(host, held, bench, "again", RepeatingMembers);
        RequestText live = new("GET", "/health/live", null, _ => "");
        List<LimitSlice> slices = [new LimitSlice(Pipeline, host.Name, host.Port, 200, [.. host.Processes], host.Metrics, (_, _) => live)];
        (string Suffix, IMemberProof Proof)[] proofs = [("", bench.Tokens), .. await host.FindPassesAsync(bench) is { } passes ? new (string, IMemberProof)[] { (ByCookie, passes) } : []];
        foreach ((string suffix, IMemberProof proof) in proofs)
        {
            Sale open = await host.OpenAsync(HugeQuantity);
            RequestText late = new("POST", soldOut.ClaimPath, proof, RequestText.FreshMembers("late"));
            RequestText again = new("POST", held.ClaimPath, proof, RequestText.SameMembers("again", RepeatingMembers));
            RequestText mine = new("GET", held.ClaimPath + "/me", proof, RequestText.SameMembers("again", RepeatingMembers));
            slices.AddRange(
            [
                SliceOf(Admitted, 202, (number, connections) => new RequestText("POST", open.ClaimPath, proof, RequestText.FreshMembers($"m{number}-{connections}")), open),
                SliceOf(SoldOut, 409, (_, _) => late),
                SliceOf(Repeated, 200, (_, _) => again),
                SliceOf(Mine, 200, (_, _) => mine),
            ]);

            LimitSlice SliceOf(string kind, int status, Func<int, int, RequestText> request, Sale? fills = null) =>
                new(kind + suffix, host.Name, host.Port, status, [.. host.Processes], host.Metrics, request, fills);
        }

        return slices;
    }

    /// <summary>Admitted claims of a sale for the members of a list alone; each of them asks once, over all rounds.</summary>
    /// <param name="size">Members on the list: more than all rounds can ask for.</param>
    public static async Task<LimitSlice> OfListAsync(ProductHost host, Workbench bench, int size)
    {
        Func<long, string> listed = RequestText.FreshMembers("listed");
        Sale open = await host.OpenAsync(HugeQuantity);
        await host.ReplaceListAsync(open, Enumerable.Range(0, size).Select(n => listed(n)));
        LimitSlice? slice = null;
        slice = new LimitSlice(Admitted, host.Name, host.Port, 202, [.. host.Processes], host.Metrics, (_, _) => After(slice!._asked), open);
        return slice;

        RequestText After(long asked) => new("POST", open.ClaimPath, bench.Tokens, n => listed(asked + n));
    }

    public async Task<LimitRound> RunAsync(int number, int connections, TimeSpan duration)
    {
        await QuietMachine.WaitAsync(2 * duration);
        HttpConnection[] open = await HttpConnection.OpenAsync(_port, connections);
        double bytesBefore = _metrics is null ? 0 : await Allocations.ReadAsync(_metrics);
        double[] cpuBefore = [.. _processes.Select(p => ProcessorTime.SecondsOf(p.Id))];
        LoadResult load = await ClosedLoop.RunAsync(open, _request(number, connections), duration);
        double? catchUp = null;
        if (_fills is not null)
        {
            long ended = Stopwatch.GetTimestamp();
            _accepted += load.Accepted;

            // Those under way at the end were sent, too.
            _asked += load.Total + connections;
            await _fills.UntilStoredAsync(_accepted);
            catchUp = Stopwatch.GetElapsedTime(ended).TotalMilliseconds;
        }

        Dictionary<string, double> cpu = _processes.Select((p, i) => (p.Name, Seconds: ProcessorTime.SecondsOf(p.Id) - cpuBefore[i]))
            .ToDictionary(p => p.Name, p => p.Seconds * 1_000 / load.Total, StringComparer.Ordinal);
        double? bytes = _metrics is null ? null : (await Allocations.ReadAsync(_metrics) - bytesBefore) / load.Total;
        foreach (HttpConnection connection in open)
        {
            connection.Dispose();
        }

        // Whoever is turned away for the moment doesn't count as answered; any other answer is an error of the bench or the product.
        int answered = load.CountOf(_status);
        if (answered + load.CountOf(503) + load.CountOf(429) != load.Total || answered == 0)
        {
            throw new OracleException($"{Name}: only {_status} was to be answered, there came {load.Statuses}.");
        }

        return new LimitRound(Kind, Host, connections, number, answered / load.Elapsed.TotalSeconds, load.Ms(50), load.Ms(99), cpu, bytes, catchUp, load.Statuses);
    }

    private static async Task FillAsync(ProductHost host, Sale sale, Workbench bench, string prefix, int count)
    {
        HttpConnection[] open = await HttpConnection.OpenAsync(host.Port, Math.Min(20, count));
        RequestText request = new("POST", sale.ClaimPath, bench.Tokens, RequestText.FreshMembers(prefix));
        bool isWhole = false;
        while (!isWhole)
        {
            // Asking again is safe: whoever heard nothing clear asks until there is a ticket.
            isWhole = (await ClosedLoop.RunAsync(open, request, TimeSpan.FromMinutes(1), count)).Unclear == 0;
        }

        foreach (HttpConnection connection in open)
        {
            connection.Dispose();
        }

        await sale.JudgeAsync(count);
    }
}
