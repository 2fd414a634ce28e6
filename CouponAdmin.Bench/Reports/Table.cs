namespace CouponAdmin.Bench.Reports;

/// <summary>A table of texts, written as Markdown.</summary>
internal sealed record Table(string Title, IReadOnlyList<string> Columns)
{
    public List<string[]> Rows { get; } = [];

    public void Add(params string[] cells) => Rows.Add(cells);

    public override string ToString() => string.Join('\n',
    [
        $"**{Title}**", "", Line(Columns), "|" + string.Concat(Columns.Select((_, i) => i == 0 ? "---|" : "---:|")), .. Rows.Select(Line),
    ]);

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
