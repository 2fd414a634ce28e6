using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Memory;

namespace CouponAdmin.Web.Accounts;

/// <summary>Browsers that were signed in to an account before, by a cookie that lets nobody in: it only spares its holder the lock that strangers brought about.</summary>
/// <remarks>A stolen one gives <see cref="FailuresMax"/> more guesses per instance and <see cref="FailuresFor"/>, and then none.</remarks>
internal sealed class KnownBrowsers(IDataProtectionProvider keys, SessionCookies cookies) : IDisposable
{
    /// <summary>Wrong tries after which a known browser is a stranger again.</summary>
    public const int FailuresMax = 5;

    /// <summary>Browsers with wrong tries that are remembered at most.</summary>
    public const int BrowsersMax = 20_000;

    public static readonly TimeSpan FailuresFor = TimeSpan.FromMinutes(15);

    private const string Name = "browser";
    private static readonly TimeSpan KnownFor = TimeSpan.FromDays(180);

    private readonly ITimeLimitedDataProtector _seal = keys.CreateProtector("known-browser-1").ToTimeLimitedDataProtector();
    private readonly MemoryCache _failures = new(new MemoryCacheOptions { SizeLimit = BrowsersMax });

    /// <summary>Gives the browser its cookie: it has been signed in.</summary>
    public void Remember(HttpContext context, string accountId)
    {
        CookieBuilder cookie = cookies.Named(Name);
        CookieOptions options = cookie.Build(context);
        options.MaxAge = KnownFor;
        context.Response.Cookies.Append(cookie.Name!, _seal.Protect($"{accountId}\n{RandomNumberGenerator.GetHexString(32)}", KnownFor), options);
    }

    /// <summary>Whether this browser was signed in to the account before and hasn't tried too often since.</summary>
    public bool Knows(HttpContext context, string accountId) => PassOf(context, accountId) is { } pass && _failures.Get<int>(pass) < FailuresMax;

    /// <summary>Counts a wrong try of a browser that the account knows; others are the account's to count.</summary>
    public void NoteFailure(HttpContext context, string accountId)
    {
        if (PassOf(context, accountId) is { } pass)
        {
            _failures.Set(pass, _failures.Get<int>(pass) + 1, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = FailuresFor });
        }
    }

    public void Dispose() => _failures.Dispose();

    // What is in the cookie, if it is one for this account.
    private string? PassOf(HttpContext context, string accountId)
    {
        if (context.Request.Cookies[cookies.Named(Name).Name!] is not { } sealedPass)
        {
            return null;
        }

        try
        {
            string pass = _seal.Unprotect(sealedPass);
            return pass.StartsWith($"{accountId}\n", StringComparison.Ordinal) ? pass : null;
        }
        catch (CryptographicException)
        {
            // Made up, too old, or of a key that is no more.
            return null;
        }
    }
}
