using System.Globalization;
using CouponAdmin.Bench.Reports;

namespace CouponAdmin.Bench.Scenarios;

/// <summary>What the rounds of <c>limit</c> say: rates and ratios, and what an answer costs.</summary>
internal static class LimitTables
{
    public static void Add(Results results, List<LimitRound> measured, List<LimitSlice> slices, int[] connections)
    {
        Table rates = new("Answers a second, and the part of the empty signed-in endpoint's in the same round: median (lowest–highest)",
            ["", .. connections.SelectMany(c => new[] { $"{c} connections, /s", "ratio", "p99, ms" })]);
        foreach (LimitSlice slice in slices)
        {
            List<string> cells = [slice.Name];
            foreach (int c in connections)
            {
                LimitRound[] own = [.. measured.Where(r => r.Slice == slice.Kind && r.Host == slice.Host && r.Connections == c)];
                Spread ratio = Spread.Of(own.Select(r => r.PerSecond / (measured.SingleOrDefault(
                    o => o.Slice == LimitSlice.SignedIn && o.Connections == c && o.Number == r.Number)?.PerSecond ?? double.NaN)));
                cells.AddRange([Spread.Of(own.Select(r => r.PerSecond)).Text("N0"), ratio.Text("0.00"), Spread.Of(own.Select(r => r.P99Ms)).Text("0.0")]);
            }

            rates.Add([.. cells]);
        }

        results.Tables.Add(rates);
        results.Tables.Add(CookiesOf(measured, slices, connections));
        results.Tables.Add(CostsOf(measured, slices, connections));
        foreach (int c in connections)
        {
            BarChart chart = new(string.Create(CultureInfo.InvariantCulture, $"limit-{c}"), string.Create(CultureInfo.InvariantCulture, $"Answers a second over {c} connections"), "answers/s");
            foreach (LimitSlice slice in slices)
            {
                chart.Add(slice.Name, Spread.Of(measured.Where(r => r.Slice == slice.Kind && r.Host == slice.Host && r.Connections == c).Select(r => r.PerSecond)), slice.Host.Length > 0);
            }

            results.Charts.Add(chart);
        }
    }

    // A browser's answer against a program's of the same round: the aim of the product is that members don't feel the difference.
    private static Table CookiesOf(List<LimitRound> measured, List<LimitSlice> slices, int[] connections)
    {
        Table table = new("Answers a second by cookie, as a part of those by token in the same round: median (lowest–highest)",
            ["", .. connections.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c} connections"))]);
        foreach (LimitSlice slice in slices.Where(s => s.Kind.EndsWith(LimitSlice.ByCookie, StringComparison.Ordinal)))
        {
            string byToken = slice.Kind[..^LimitSlice.ByCookie.Length];
            table.Add([slice.Name, .. connections.Select(c => Spread.Of(measured.Where(r => r.Slice == slice.Kind && r.Host == slice.Host && r.Connections == c)
                .Select(r => r.PerSecond / (measured.SingleOrDefault(o => o.Slice == byToken && o.Host == r.Host && o.Connections == c && o.Number == r.Number)?.PerSecond ?? double.NaN)))
                .Text("0.00"))]);
        }

        return table;
    }

    private static Table CostsOf(List<LimitRound> measured, List<LimitSlice> slices, int[] connections)
    {
        Table costs = new("What 1,000 answers cost: processor seconds of each process, bytes that the web application allocates for one, time to catch up (medians; admitted claims until they are stored)",
            ["", .. connections.SelectMany(c => new[] { $"{c} connections, CPU s / 1,000", "bytes each", "catch-up, ms" })]);
        foreach (LimitSlice slice in slices)
        {
            List<string> cells = [slice.Name];
            foreach (int c in connections)
            {
                LimitRound[] own = [.. measured.Where(r => r.Slice == slice.Kind && r.Host == slice.Host && r.Connections == c)];
                IEnumerable<string> processes = own[0].CpuSecondsPer1000.Keys.Select(p => string.Create(
                    CultureInfo.InvariantCulture, $"{(p == slice.Host ? "web" : p)} {Spread.Of(own.Select(r => r.CpuSecondsPer1000[p])).Median:0.000}"));
                cells.AddRange([string.Join(", ", processes), MedianOf(own.Select(r => r.BytesEach)), MedianOf(own.Select(r => r.CatchUpMs))]);
            }

            costs.Add([.. cells]);
        }

        return costs;
    }

    private static string MedianOf(IEnumerable<double?> figures)
    {
        double[] known = [.. figures.OfType<double>()];
        return known.Length == 0 ? "" : Spread.Of(known).Median.ToString("N0", CultureInfo.InvariantCulture);
    }
}
