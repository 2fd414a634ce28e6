namespace CouponAdmin.Core.Exports;

/// <summary>Who reads a CSV file. Columns, rows and order are the same in both.</summary>
public enum CsvForm
{
    /// <summary>A person with a spreadsheet: a byte order mark, and every cell that a spreadsheet would change or run is guarded (<see cref="Results.SpreadsheetCell"/>).</summary>
    Spreadsheet,

    /// <summary>A program: no byte order mark, and every value as it is.</summary>
    Programs,
}
