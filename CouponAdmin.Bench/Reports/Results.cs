using System.Globalization;
using System.Text.Json;

namespace CouponAdmin.Bench.Reports;

/// <summary>What a scenario found: tables and charts for people, the figures of each round for programs.</summary>
internal sealed class Results(string scenario, BenchOptions options)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private readonly double _loadBefore = Machine.Load();

    public List<Table> Tables { get; } = [];

    public List<BarChart> Charts { get; } = [];

    public List<string> Notes { get; } = [];

    /// <summary>The figures of each round, as JSON takes them.</summary>
    public List<object> Rounds { get; } = [];

    /// <summary>Prints the tables, and writes <c>scenario.json</c>, <c>scenario.md</c> and one SVG for each chart.</summary>
    public async Task WriteAsync()
    {
        Machine machine = await Machine.ReadAsync();
        Directory.CreateDirectory(options.Out);
        string text = string.Join("\n\n", (IEnumerable<string>)[Heading(machine), .. Tables.Select(t => t.ToString()), .. Notes]) + "\n";
        await File.WriteAllTextAsync(PathOf($"{scenario}.md"), text);
        await File.WriteAllTextAsync(PathOf($"{scenario}.json"), JsonSerializer.Serialize(
            new { scenario, options.Given, machine, loadBefore = _loadBefore, loadAfter = Machine.Load(), Rounds }, Json) + "\n");
        foreach (BarChart chart in Charts)
        {
            await File.WriteAllTextAsync(PathOf($"{chart.Name}.svg"), chart.ToSvg());
        }

        Console.WriteLine(text);
        Console.WriteLine($"Written to {Path.GetFullPath(options.Out)}: {scenario}.md, {scenario}.json, {string.Join(", ", Charts.Select(c => c.Name + ".svg"))}");
    }

    /// <summary>A line of progress.</summary>
    public static void Say(FormattableString line) => Console.Error.WriteLine(FormattableString.Invariant(line));

    private string Heading(Machine machine) => string.Create(
        CultureInfo.InvariantCulture,
        $"`{scenario}` {string.Join(' ', options.Given.Where(o => o.Key != "out").Select(o => $"--{o.Key} {o.Value}"))}: {machine.Processor}, {machine.Cores} cores, {machine.MemoryGb:0} GB, {machine.Runtime}, {machine.Configuration}, commit {machine.Commit}, {machine.Moment}; load average {_loadBefore:0.0} before, {Machine.Load():0.0} after.");

    private string PathOf(string file) => Path.Combine(options.Out, file);
}
