using System.Runtime.InteropServices;
using CouponAdmin.Web.Http;

namespace CouponAdmin.Web.Operations;

/// <summary>Asks Linux to let a running thread go on when one of ours wakes: a rush is then worked off in larger pieces, with fewer switches.</summary>
/// <remarks>
/// Policy <c>SCHED_BATCH</c> of sched(7): it needs no privilege, and where a processor is free it changes nothing, as a thread that wakes runs at once there.
/// Setting <c>BatchScheduling</c>, on unless it is <c>false</c>, from the environment or the command line alone.
/// </remarks>
/// <param name="IsWanted">The setting.</param>
/// <param name="Refusal">Why the system didn't take it; null when it did, or wasn't asked.</param>
internal sealed record BatchScheduling(bool IsWanted, string? Refusal)
{
    /// <summary>On Linux, asks for the policy <c>SCHED_BATCH</c>: fewer switches in a rush; <c>true</c> (the default) or <c>false</c>. From the environment or the command line alone.</summary>
    public const string Setting = "BatchScheduling";

    // Numbers of <sched.h>.
    private const int Other = 0;
    private const int Batch = 3;

    /// <summary>To be called first of all: threads are born with the policy of the one that makes them, and the C library remembers what that one had when it first looked.</summary>
    /// <remarks>Hence before there are settings files to read. A policy that somebody else chose for the process stays.</remarks>
    /// <exception cref="SettingException">The setting is neither true nor false.</exception>
    public static BatchScheduling Begin(string[] args)
    {
        IConfiguration early = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        bool isWanted = CouponSettings.Flag(early, Setting, otherwise: true);
        return new BatchScheduling(isWanted, isWanted && OperatingSystem.IsLinux() ? TrySetting() : null);
    }

    private static string? TrySetting()
    {
        int priority = 0;
        int error = PolicyOf(ThisThread(), out int policy, ref priority);
        if (error == 0 && policy == Other)
        {
            error = SetPolicy(ThisThread(), Batch, ref priority);
        }

        return error == 0 ? null : Marshal.GetPInvokeErrorMessage(error);
    }

    [DllImport("libc", EntryPoint = "pthread_self")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nuint ThisThread();

    // The C library's struct sched_param begins with this one number.
    [DllImport("libc", EntryPoint = "pthread_getschedparam")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int PolicyOf(nuint thread, out int policy, ref int priority);

    [DllImport("libc", EntryPoint = "pthread_setschedparam")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPolicy(nuint thread, int policy, ref int priority);
}
