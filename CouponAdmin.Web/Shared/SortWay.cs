namespace CouponAdmin.Web.Shared;

/// <summary>One order that a list can take, as a link: orders stand in the address.</summary>
/// <param name="Word">What it orders by.</param>
/// <param name="Href">Leads to the list in this order; to the other way round if it is in this order now.</param>
/// <param name="IsDescending">Null while the list is in another order.</param>
public sealed record SortWay(string Word, string Href, bool? IsDescending)
{
    /// <summary>What a table's head says to those who can't see the mark.</summary>
    internal string? AriaSort => IsDescending switch { null => null, true => "descending", false => "ascending" };

    internal string Mark => IsDescending switch { null => "", true => "▼", false => "▲" };
}
