using System.Globalization;
using CouponAdmin.Bench.Sales;

namespace CouponAdmin.Bench.Pages;

/// <summary>Console pages of one address, open at the same time, held by as many operators as that takes.</summary>
internal sealed class OpenPages(ProductHost host, string path) : IAsyncDisposable
{
    /// <summary>The instance refuses an operator's next one.</summary>
    private const int PagesPerOperator = 20;

    private const string Password = "bench-passphrase-17";

    private readonly List<OperatorBrowser> _operators = [];
    private readonly List<LivePage> _pages = [];

    public int Count => _pages.Count;

    /// <summary>Drawings sent to all pages until now, and their size.</summary>
    public (long Count, long Bytes) Drawn => (_pages.Sum(p => (long)p.Drawn.Count), _pages.Sum(p => p.Drawn.Bytes));

    /// <summary>Opens more, one after the other, until there are so many.</summary>
    public async Task GrowAsync(int count)
    {
        while (_pages.Count < count)
        {
            int holder = _pages.Count / PagesPerOperator;
            if (holder == _operators.Count)
            {
                _operators.Add(await SignInAsync(holder));
            }

            _pages.Add(await LivePage.OpenAsync(_operators[holder], path));
        }
    }

    /// <summary>When each page was sent a drawing with this text.</summary>
    /// <exception cref="InvalidOperationException">One of them wasn't, or has ended.</exception>
    public Task<long[]> WaitForAsync(string text) => Task.WhenAll(_pages.Select(p => p.WaitForAsync(text)));

    /// <exception cref="InvalidOperationException">A page has ended, or wasn't drawn for too long.</exception>
    public void ThrowIfDead() => _pages.ForEach(p => p.ThrowIfDead());

    /// <summary>Closes all; the operators stay signed in.</summary>
    public async Task CloseAsync()
    {
        foreach (LivePage page in _pages)
        {
            await page.DisposeAsync();
        }

        _pages.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _operators.ForEach(o => o.Dispose());
    }

    // By the door for members, then appointed: no interface makes an operator's account, only a page of the console does.
    private async Task<OperatorBrowser> SignInAsync(int number)
    {
        string email = string.Create(CultureInfo.InvariantCulture, $"operator-{number}@bench.example");
        OperatorBrowser browser = new(host.Client.BaseAddress!);
        await browser.RegisterAsync(email, Password);
        await host.AppointAsync(email);
        await browser.SignInAsync(email, Password);
        return browser;
    }
}
