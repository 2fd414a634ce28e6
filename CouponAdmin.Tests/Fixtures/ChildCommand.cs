using System.Diagnostics;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>A program to run as a child of the tests.</summary>
internal sealed record ChildCommand(string Program, params string[] Arguments)
{
    private const string SetPriv = "/usr/bin/setpriv";

    /// <summary>Another account to run as; only root can. Null: the own one.</summary>
    public string? User { get; init; }

    /// <summary>Ends the program and whatever it started itself; sent by the kernel when the tests die, and by the tests at their end.</summary>
    public ChildSignal DeathSignal { get; init; } = ChildSignal.Kill;

    public string? WorkingDirectory { get; init; }

    /// <summary>Hears every line that it writes, also those that <see cref="ChildProcess.Output"/> has forgotten by the end.</summary>
    public Action<string>? Listener { get; init; }

    /// <summary>Variables to set; a null value takes an inherited one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    // setpriv (util-linux) replaces itself by the program, so the process id is the program's; runuser would stay in between.
    public ProcessStartInfo ToStartInfo()
    {
        ProcessStartInfo info = new(SetPriv)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = WorkingDirectory ?? Path.GetTempPath(),
        };
        string[] account = User is null ? [] : ["--reuid", User, "--regid", User, "--init-groups"];
        foreach (string argument in (string[])[.. account, "--pdeathsig", DeathSignal.ToString().ToUpperInvariant(), "--", Program, .. Arguments])
        {
            info.ArgumentList.Add(argument);
        }

        foreach ((string name, string? value) in Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }

    public override string ToString() => $"{Program} {string.Join(' ', Arguments)}";
}
