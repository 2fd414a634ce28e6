using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Issuance;

/// <summary>The history's columns, and which of them an address asks for.</summary>
public sealed class HistoryColumns
{
    public const string Number = "number";
    public const string Member = "member";
    public const string Code = "code";
    public const string Status = "status";
    public const string Ticket = "ticket";
    public const string Claimed = "claimed";
    public const string Stored = "stored";

    /// <summary>In the order in which they stand.</summary>
    public static readonly IReadOnlyList<string> All = [Number, Member, Code, Status, Ticket, Claimed, Stored];

    private static readonly string[] Usual = [Number, Member, Code, Status, Claimed, Stored];

    private readonly string[] _shown;

    private HistoryColumns(string[] shown) => _shown = shown;

    /// <param name="text">Names with commas between; without a known one, the usual columns.</param>
    public static HistoryColumns Of(string? text)
    {
        string[] asked = text?.Split(',') ?? [];
        string[] shown = [.. All.Where(asked.Contains)];
        return new HistoryColumns(shown.Length == 0 ? Usual : shown);
    }

    public bool Shows(string column) => Array.IndexOf(_shown, column) >= 0;

    /// <summary>For the address, with one column the other way; null when that gives the usual ones. The last column stays.</summary>
    public string? Toggled(string column)
    {
        string[] next = [.. All.Where(c => c == column ? !Shows(c) : Shows(c))];
        return next.Length == 0 ? string.Join(',', _shown) : next.SequenceEqual(Usual) ? null : string.Join(',', next);
    }

    public static string Word(string column) => column switch
    {
        Number => Say.In("번호", "Number"),
        Member => Say.In("회원", "Member"),
        Code => Say.In("코드", "Code"),
        Status => Say.In("상태", "Status"),
        Ticket => Say.In("접수 번호", "Ticket"),
        Claimed => Say.In("신청 (KST)", "Claimed (KST)"),
        Stored => Say.In("저장 (KST)", "Stored (KST)"),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "No such column."),
    };
}
