using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;
using CsvHelper;

namespace CouponAdmin.Core.Issuance.Bulk;

/// <summary>What a program asks for: one act on many coupons. Null is "not given"; <see cref="CouponJobRules"/> says what is wrong.</summary>
public sealed record CouponJobOrder
{
    /// <summary>What is done to each of them.</summary>
    [Required]
    public CouponJobAct? Act { get; init; }

    /// <summary>The coupons' numbers in their campaign, 1–<see cref="CouponJobRules.CouponsMax"/> of them; a number that comes twice counts once.</summary>
    public IReadOnlyList<int>? Numbers { get; init; }

    /// <summary>In place of the numbers: a CSV file whose header names the column <c>number</c>, as the file of issuances does.</summary>
    public string? Csv { get; init; }

    /// <summary>Why; kept with each coupon and in the audit.</summary>
    [Required]
    public string? Reason { get; init; }

    /// <summary>Whether revoked units go on sale again, after which such coupons can't be restored; null: they don't.</summary>
    public bool? ReturnUnit { get; init; }
}

/// <summary>The rules of a job; fields are named as in the interface.</summary>
public static class CouponJobRules
{
    /// <summary>Coupons in one job at most.</summary>
    public const int CouponsMax = 10_000;

    /// <summary>Bytes of an order at most: a file of as many issuances, with every column.</summary>
    public const int OrderBytesMax = 4 * 1_024 * 1_024;

    /// <summary>Unfinished jobs of one campaign at most.</summary>
    public const int UnfinishedMax = 10;

    /// <summary>Coupons in one transaction: the campaign's row, which a drain needs too, is held for so many small updates.</summary>
    public const int BatchSize = 100;

    /// <summary>How long an instance that says nothing keeps its job: many times what a batch takes.</summary>
    public static readonly TimeSpan LeaseFor = TimeSpan.FromSeconds(10);

    private const string Column = "number";
    private const string NumbersField = "numbers";
    private const string CsvField = "csv";

    /// <summary>All broken rules at once, or the numbers.</summary>
    internal static (IReadOnlyList<FieldProblem> Problems, IReadOnlyList<int> Numbers) Read(CouponJobOrder order)
    {
        (IEnumerable<FieldProblem> ofNumbers, IReadOnlyList<int> numbers) = order switch
        {
            { Numbers: not null, Csv: not null } => ([new FieldProblem(CsvField, FieldRule.Repeated)], []),
            { Csv: { } csv } => ReadCsv(csv),
            _ => (InRange(NumbersField, order.Numbers ?? []), order.Numbers ?? []),
        };
        FieldProblem[] problems =
        [
            .. order.Act is null ? [new FieldProblem("act", FieldRule.Required)] : Array.Empty<FieldProblem>(),
            .. ofNumbers,
            .. CampaignDraftRules.ReasonProblems(order.Reason),
            .. order is { Act: CouponJobAct.Restore, ReturnUnit: true } ? [new FieldProblem("returnUnit", FieldRule.UnknownValue)] : Array.Empty<FieldProblem>(),
        ];
        return (problems, [.. numbers.Distinct()]);
    }

    private static IEnumerable<FieldProblem> InRange(string field, IReadOnlyList<int> numbers) => numbers.Count switch
    {
        0 => [new FieldProblem(field, FieldRule.Required)],
        > CouponsMax => [new FieldProblem(field, FieldRule.TooMany, Max: CouponsMax)],
        _ => numbers.Any(number => number < 1) ? [new FieldProblem(field, FieldRule.OutOfRange, 1)] : [],
    };

    private static (IEnumerable<FieldProblem> Problems, IReadOnlyList<int> Numbers) ReadCsv(string text)
    {
        List<int> numbers = [];
        using StringReader source = new(text);
        using CsvReader csv = CsvReader.Create(source, CsvReaderOptions.Default with { TrackLineNumbers = true });
        try
        {
            csv.ReadHeader();
            int column = csv.Headers.ToList().FindIndex(name => name.Trim('\uFEFF', ' ').Equals(Column, StringComparison.OrdinalIgnoreCase));
            while (column >= 0 && csv.Read() && numbers.Count <= CouponsMax)
            {
                if (csv.FieldCount <= column || !int.TryParse(csv.GetString(column).Trim(), CultureInfo.InvariantCulture, out int number))
                {
                    return ([new FieldProblem(CsvField, FieldRule.NotANumberThere, Min: csv.LineNumber)], []);
                }

                numbers.Add(number);
            }
        }
        catch (CsvFormatException e)
        {
            return ([new FieldProblem(CsvField, FieldRule.NotANumberThere, Min: e.LineNumber)], []);
        }

        return (InRange(CsvField, numbers), numbers);
    }
}
