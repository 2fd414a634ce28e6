using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Bench.Pages;

/// <summary>An open console page: what the browser's script does, without a screen. It opens the page's circuit, acknowledges what was drawn and answers the calls to script.</summary>
internal sealed class LivePage : IAsyncDisposable
{
    /// <summary>A page that hears nothing for so long is dead: it is drawn once a second.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(15);

    private const string Hub = "/_blazor";

    private readonly HubConnection _connection;
    private readonly OperatorBrowser _browser;
    private readonly TaskCompletionSource _alive = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Awaited? _awaited;
    private volatile string? _fault;
    private long _heardAt = Stopwatch.GetTimestamp();
    private int _batches;
    private long _bytes;
    private string? _circuit;

    private LivePage(HubConnection connection, OperatorBrowser browser)
    {
        (_connection, _browser) = (connection, browser);
        connection.On<long, byte[]>("JS.RenderBatch", DrawAsync);
        connection.On<long, string, string, int, long, int>("JS.BeginInvokeJS", (call, function, _, _, _, _) => call == 0
            ? Task.CompletedTask
            : connection.SendAsync("EndInvokeJSFromDotNet", call, true, $"[{call},true,{ScriptAnswers.To(function)}]"));
        connection.On<int>("JS.EndUpdateRootComponents", _ => _alive.TrySetResult());
        connection.On<string>("JS.Error", Fail);
        connection.Closed += e =>
        {
            Fail(e?.Message ?? "The circuit was closed.");
            return Task.CompletedTask;
        };
    }

    /// <summary>Drawings received, and their size in all.</summary>
    public (int Count, long Bytes) Drawn => (Volatile.Read(ref _batches), Interlocked.Read(ref _bytes));

    public static async Task<LivePage> OpenAsync(OperatorBrowser browser, string path)
    {
        string document = await browser.GetAsync(path);
        IHubConnectionBuilder builder = new HubConnectionBuilder().WithUrl(new Uri(browser.Address, Hub), HttpTransportType.WebSockets, options =>
        {
            options.HttpMessageHandlerFactory = _ => new SocketsHttpHandler { UseProxy = false, UseCookies = false };
            foreach ((string name, string value) in browser.Headers)
            {
                options.Headers[name] = value;
            }
        });
        builder.Services.AddSingleton<IHubProtocol, CircuitProtocol>();
        LivePage page = new(builder.Build(), browser);
        await page.StartAsync(browser.Outside, path, document);
        return page;
    }

    /// <summary>When the page was sent a drawing with this text, as a timestamp of this machine.</summary>
    /// <exception cref="InvalidOperationException">The circuit ended, or the text didn't come in time.</exception>
    public async Task<long> WaitForAsync(string text)
    {
        Awaited awaited = new(text);
        _awaited = awaited;
        ThrowIfDead();
        Task<long> seen = awaited.Seen.Task;
        return await Task.WhenAny(seen, Task.Delay(SilenceMax)) == seen
            ? await seen
            : throw new InvalidOperationException($"An open page wasn't sent '{text}' within {SilenceMax.TotalSeconds} s; it was drawn {_batches} times.");
    }

    /// <exception cref="InvalidOperationException">The circuit ended, or nothing was drawn for too long.</exception>
    public void ThrowIfDead()
    {
        if (_fault is { } fault)
        {
            throw new InvalidOperationException($"An open page broke off: {fault}");
        }

        if (Stopwatch.GetElapsedTime(Interlocked.Read(ref _heardAt)) > SilenceMax)
        {
            throw new InvalidOperationException($"An open page wasn't drawn for {SilenceMax.TotalSeconds} s, after {_batches} times.");
        }
    }

    /// <summary>Closed like a tab: the script says goodbye, or the instance would keep the circuit for minutes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_circuit is not null && _fault is null)
        {
            await _browser.SayGoodbyeAsync(_circuit);
        }

        await _connection.DisposeAsync();
    }

    private async Task StartAsync(Uri site, string path, string document)
    {
        string state = PageDocument.StateOf(document);
        await _connection.StartAsync();
        _circuit = await _connection.InvokeAsync<string?>("StartCircuit", site.AbsoluteUri, new Uri(site, path).AbsoluteUri, "[]", state);
        await _connection.SendAsync("UpdateRootComponents", PageDocument.ComponentsOf(document), state);
        if (_circuit is null || await Task.WhenAny(_alive.Task, Task.Delay(SilenceMax)) != _alive.Task)
        {
            throw new InvalidOperationException($"{path} didn't come alive: {_fault ?? "no answer"}");
        }

        await _alive.Task;
    }

    private Task DrawAsync(long batch, byte[] drawing)
    {
        long now = Stopwatch.GetTimestamp();
        Interlocked.Exchange(ref _heardAt, now);
        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _bytes, drawing.Length);
        if (_awaited is { } awaited && drawing.AsSpan().IndexOf(awaited.Written) >= 0)
        {
            awaited.Seen.TrySetResult(now);
        }

        return _connection.SendAsync("OnRenderCompleted", batch, (string?)null);
    }

    private void Fail(string why)
    {
        _fault ??= why;
        InvalidOperationException broken = new($"An open page broke off: {why}");
        _alive.TrySetException(broken);
        _awaited?.Seen.TrySetException(broken);
    }

    private sealed class Awaited(string text)
    {
        public TaskCompletionSource<long> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>As a drawing's table of texts has it: its length, which keeps "12" from being found in "312", then the text.</summary>
        public byte[] Written { get; } = [checked((byte)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];
    }
}
