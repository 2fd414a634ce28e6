using CouponAdmin.Core.Results;

namespace CouponAdmin.Web.Http;

/// <summary>Settings <c>Shop:*</c>.</summary>
internal sealed class ShopOptions
{
    public const string Section = "Shop";

    /// <summary>Origins of shops' pages that may claim with a claim session, separated by commas, such as <c>https://shop.example.com</c>; empty: none.</summary>
    public string Origins { get; set; } = "";

    /// <summary>Origins of pages that may show the claim page in a frame, separated by commas; empty: none.</summary>
    public string FrameAncestors { get; set; } = "";
}

/// <summary>Other sites' pages that may do something here: the shops' of the settings, each by its whole origin.</summary>
internal sealed class ShopPages
{
    /// <summary>Origins in one setting.</summary>
    public const int OriginsMax = 20;

    private readonly string[] _origins;

    /// <exception cref="SettingException">Names the setting and the entry.</exception>
    public ShopPages(ShopOptions options, bool isDevelopment)
    {
        _origins = Read(nameof(ShopOptions.Origins), options.Origins, isDevelopment);
        FrameAncestors = Read(nameof(ShopOptions.FrameAncestors), options.FrameAncestors, isDevelopment);
    }

    public IReadOnlyList<string> Origins => _origins;

    public IReadOnlyList<string> FrameAncestors { get; }

    /// <summary>Whether a page of this origin, as browsers write it, may claim with a claim session.</summary>
    public bool Has(string? origin) => origin is not null && Array.IndexOf(_origins, origin) >= 0;

    /// <summary>Whether a page of a shop led here, by the browser's word. Another site's page can keep its address to itself; it can't write another's.</summary>
    public bool LedHere(HttpRequest request) =>
        request.Headers.Referer is [{ Length: > 0 } page] && Uri.TryCreate(page, UriKind.Absolute, out Uri? address) && Has(OriginOf(address));

    private static string[] Read(string name, string setting, bool isDevelopment)
    {
        string[] entries = setting.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return entries.Length <= OriginsMax
            ? [.. entries.Select(entry => Parse(name, entry, isDevelopment)).Distinct(StringComparer.Ordinal)]
            : throw new SettingException($"{ShopOptions.Section}:{name} has {entries.Length} origins; {OriginsMax} is the most.");
    }

    private static string Parse(string name, string entry, bool isDevelopment)
    {
        // No pattern: whoever gets hold of one host of many would speak for all of them.
        bool isOrigin = !entry.Contains('*', StringComparison.Ordinal)
            && Uri.TryCreate(entry, UriKind.Absolute, out Uri? address)
            && address.Host.Length > 0
            && OriginOf(address).Equals(entry, StringComparison.OrdinalIgnoreCase)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && (isDevelopment || WithoutTls.IsLoopback(address.Host))));
        return isOrigin
            ? entry.ToLowerInvariant()
            : throw new SettingException($"{ShopOptions.Section}:{name}: '{entry}' is no origin such as https://shop.example.com: scheme and host, a port where it isn't the usual one, no path, no wildcard.");
    }

    // As browsers write it (RFC 6454, section 6.2): the host in the letters of the wire, and no usual port.
    private static string OriginOf(Uri address) => $"{address.Scheme}://{(address.HostNameType == UriHostNameType.IPv6 ? address.Host : address.IdnHost)}{(address.IsDefaultPort ? "" : $":{address.Port}")}";
}
