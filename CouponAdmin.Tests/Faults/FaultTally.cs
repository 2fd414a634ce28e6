using System.Globalization;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>What all rounds of one kind of fault came to: one row of the table.</summary>
internal sealed class FaultTally(string kind, FaultMode mode)
{
    private static readonly string[] OfDoubles = ["P4", "P5", "P6", "P7"];

    private int _rounds;
    private int _claims;
    private int _waiting;
    private TimeSpan _longestTold;
    private TimeSpan _longestServed;

    /// <summary>As the oracle says them.</summary>
    public List<string> Broken { get; } = [];

    public void NoteServed(TimeSpan took) => _longestServed = took > _longestServed ? took : _longestServed;

    public void Note(SaleEvidence evidence, WaitingMembers waiting, IEnumerable<string> seen)
    {
        _rounds++;
        _claims += evidence.History.Acknowledged.Select(a => a.Member).Distinct(StringComparer.Ordinal).Count();
        _waiting += waiting.InSilence;
        _longestTold = waiting.Longest > _longestTold ? waiting.Longest : _longestTold;
        Broken.AddRange([.. PromiseOracle.Broken(evidence), .. seen]);
        if (waiting.InSilence > 0)
        {
            Broken.Add(string.Create(CultureInfo.InvariantCulture, $"P9 {waiting.InSilence} members wait in silence"));
        }
    }

    /// <summary>One line of the table that <c>eng/faults.sh</c> prints, and the bound.</summary>
    public void Report(ITestOutputHelper output, FaultPlan plan)
    {
        int lost = Broken.Count(sentence => sentence.StartsWith("P1 ", StringComparison.Ordinal));
        int doubled = Broken.Count(sentence => OfDoubles.Contains(sentence.Split(' ')[0]));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ROW | {mode}: {kind} | {_rounds} | {_claims} | {lost} | {doubled} | {_waiting} | {_longestServed.TotalSeconds:0.0} s | {_longestTold.TotalSeconds:0.0} s |"));
        plan.Report(output, "P3", $"{mode}: {kind}", string.Create(CultureInfo.InvariantCulture, $"{_claims} acknowledged, {Broken.Count} broken; served again after {_longestServed.TotalSeconds:0.0} s"));
    }
}
