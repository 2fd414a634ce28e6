using System.Text.RegularExpressions;
using CouponAdmin.Core.Database;
using CouponAdmin.Tests.Fixtures;
using Npgsql;

namespace CouponAdmin.Tests.Operations;

/// <summary>What two versions side by side share: the database's tables and the store's keys, one line each. A released version's lines may be added to, and nothing else.</summary>
internal static partial class ReleaseContract
{
    private const string Column = "column";
    private const string Unique = "unique";
    private const string Required = "required";

    // Tables of EF Core's own and of Quartz, which keeps versions of its own apart.
    private const string Columns = """
        SELECT 'column ' || table_name || ' ' || column_name || ' ' || data_type || CASE WHEN is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' THEN ' required' ELSE '' END
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\_\_EF%' AND table_name NOT LIKE 'qrtz\_%'
        """;

    private const string UniqueIndexes = """
        SELECT 'unique ' || c.relname || ' ' || string_agg(a.attname, ',' ORDER BY k.place) || coalesce(' where ' || pg_get_expr(i.indpred, i.indrelid), '')
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
        WHERE n.nspname = 'public' AND i.indisunique AND c.relname NOT LIKE '\_\_EF%' AND c.relname NOT LIKE 'qrtz\_%'
        GROUP BY i.indexrelid, c.relname, i.indpred, i.indrelid
        """;

    /// <summary>Of this version, sorted.</summary>
    public static async Task<IReadOnlyList<string>> PresentAsync()
    {
        using TestDirectory folder = new("contract");
        DatabaseOptions options = await Databases.CreateAsync(DatabaseProvider.PostgreSql, folder.Path);
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(options.ConnectionString);
        return [.. (await ReadAsync(database, Columns)).Concat(await ReadAsync(database, UniqueIndexes)).Concat(Keys(SourceTree.Read("docs/store-keys.md"))).Order(StringComparer.Ordinal)];
    }

    /// <summary>Each way in which the present version would not stand beside the released one; empty when it may.</summary>
    public static IReadOnlyList<string> Breaks(IReadOnlyCollection<string> released, IReadOnlyCollection<string> present)
    {
        // What may be left out now may have been required before, but not the other way round.
        HashSet<string> now = [.. present.Select(WithoutRequired)];
        string[] tables = [.. released.Where(line => line.StartsWith($"{Column} ", StringComparison.Ordinal)).Select(TableOf).Distinct(StringComparer.Ordinal)];
        HashSet<string> before = [.. released];
        HashSet<string> columnsBefore = [.. released.Select(WithoutRequired)];
        return
        [
            .. released.Where(line => !line.StartsWith($"{Unique} ", StringComparison.Ordinal) && !now.Contains(WithoutRequired(line))).Select(line => $"gone or changed: {line}"),
            .. present.Where(line => IsRequired(line) && tables.Contains(TableOf(line)) && !before.Contains(line))
                .Select(line => columnsBefore.Contains(WithoutRequired(line)) ? $"required now: {line}" : $"new, and the released version doesn't write it: {line}"),
            .. present.Where(line => line.StartsWith($"{Unique} ", StringComparison.Ordinal) && tables.Contains(TableOf(line)) && !before.Contains(line))
                .Where(line => !IsOfNewColumns(line, columnsBefore)).Select(line => $"newly unique, which the released version doesn't heed: {line}"),
        ];
    }

    /// <summary>A line for each key and channel, and one for each field of a hash that is named.</summary>
    public static IEnumerable<string> Keys(string page)
    {
        foreach (string[] cells in page.Split('\n').Where(line => line.StartsWith("| `coupon:", StringComparison.Ordinal) || line.StartsWith("| channel", StringComparison.Ordinal)).Select(line => line.Split(" | ")))
        {
            string key = CodeWord().Match(cells[0]).Groups["word"].Value;
            string type = cells[0].StartsWith("| channel", StringComparison.Ordinal) ? "channel" : cells[1].Trim();
            yield return $"key {key} {type}";
            foreach (string field in type == "hash" ? CodeWord().Matches(cells[2]).SelectMany(word => word.Groups["word"].Value.Split(", ")) : [])
            {
                yield return $"field {key} {field}";
            }
        }
    }

    private static string WithoutRequired(string line) => IsRequired(line) ? line[..^(Required.Length + 1)] : line;

    private static bool IsRequired(string line) => line.StartsWith($"{Column} ", StringComparison.Ordinal) && line.EndsWith($" {Required}", StringComparison.Ordinal);

    private static string TableOf(string line) => line.Split(' ')[1];

    // Rows of the released version leave a new column empty, and an empty value is like no other.
    private static bool IsOfNewColumns(string unique, HashSet<string> columnsBefore)
    {
        string[] parts = unique.Split(' ');
        return parts[2].Split(',').Any(column => !columnsBefore.Any(line => line.StartsWith($"{Column} {parts[1]} {column} ", StringComparison.Ordinal)));
    }

    private static async Task<List<string>> ReadAsync(NpgsqlDataSource database, string sql)
    {
        List<string> lines = [];
        await using NpgsqlCommand command = database.CreateCommand(sql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    [GeneratedRegex("`(?<word>[^`]+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex CodeWord();
}
