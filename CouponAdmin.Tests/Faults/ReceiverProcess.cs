using System.Globalization;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Faults;

/// <summary>A webhook's receiver as a process of its own, to be killed: the ids of what it accepted are in its file before it says so.</summary>
internal sealed class ReceiverProcess : IAsyncDisposable
{
    private readonly TestDirectory _directory = new("receiver");
    private readonly ChildCommand _command;
    private ChildProcess? _process;

    private ReceiverProcess(string kind)
    {
        string address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPorts.Take()}");
        Url = $"{address}/hooks";
        string assembly = Path.Combine(SourceTree.Root, "CouponAdmin.Bench", "bin", SourceTree.Configuration, "net10.0", "CouponAdmin.Bench.dll");
        _command = new ChildCommand(AppEnvironment.DotnetProgram, assembly, "receiver", kind, FilePath)
        {
            Environment = new Dictionary<string, string?>(AppEnvironment.ShortLife, StringComparer.Ordinal) { ["ASPNETCORE_URLS"] = address },
        };
    }

    public string Url { get; }

    /// <summary>The events that it accepted, in the order in which they came; some twice.</summary>
    public IReadOnlyList<long> Accepted => File.Exists(FilePath) ? [.. Lines().Select(line => long.Parse(line, CultureInfo.InvariantCulture))] : [];

    private string FilePath => Path.Combine(_directory.Path, "accepted.txt");

    /// <param name="kind">One of the bench's kinds: Good, Failing, Slow.</param>
    public static async Task<ReceiverProcess> StartAsync(string kind)
    {
        ReceiverProcess receiver = new(kind);
        await receiver.StartAgainAsync();
        return receiver;
    }

    public async Task StartAgainAsync()
    {
        _process = await ChildProcess.StartAfterAsync(_process, _command);
        using HttpClient client = new();
        Uri ready = new(new Uri(Url), "/ready");
        await Eventually.HoldsAsync(() => AnswersAsync(client, ready), answers => answers, about: () => _process.Output);
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => _process!.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await _process!.DisposeAsync();
        _directory.Dispose();
    }

    // A line that the process died in is no line: it was not accepted.
    private string[] Lines()
    {
        using StreamReader reader = new(new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        string text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<bool> AnswersAsync(HttpClient client, Uri ready)
    {
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(ready);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
