using CouponAdmin.Bench.Servers;

namespace CouponAdmin.Bench.Sales;

/// <summary>One way to sell: the product, or a rival. Each is a web application as its own process.</summary>
internal interface ISaleHost
{
    /// <summary>What the tables call it.</summary>
    string Name { get; }

    int Port { get; }

    /// <summary>The processes that do its work.</summary>
    IReadOnlyList<Child> Processes { get; }

    /// <summary>Opens a sale of so many coupons.</summary>
    Task<Sale> OpenAsync(int quantity);
}
