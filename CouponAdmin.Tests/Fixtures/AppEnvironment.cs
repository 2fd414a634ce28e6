using System.Collections;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>The environment that an application process gets: the test's settings, and none that the machine happens to have.</summary>
internal static class AppEnvironment
{
    private static readonly string[] Foreign = ["ASPNETCORE_", "DOTNET_ENVIRONMENT", "DOTNET_STARTUP_HOOKS", "CORECLR_", "COR_"];

    /// <summary>What a .NET process of the tests is told about compiling, as most live for seconds.</summary>
    /// <remarks>
    /// What the instrumented tier would learn comes too late for them, and costs all the others on these cores. And no code is compiled a second time, and better,
    /// before two seconds (in hexadecimal) have passed without any new one: that alone takes a fifth of a start and the three seconds behind it.
    /// </remarks>
    public static IReadOnlyDictionary<string, string?> ShortLife { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["DOTNET_TieredPGO"] = "0", ["DOTNET_TC_CallCountingDelayMs"] = "7D0",
    };

    // The test host itself runs on dotnet; a machine may have it outside PATH.
    public static string DotnetProgram =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static Dictionary<string, string?> Compose(
        IReadOnlyDictionary<string, string>? settings, string environment, Uri address, string dataDirectory)
    {
        Dictionary<string, string?> composed = new(StringComparer.Ordinal);
        foreach (string name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key))
        {
            if (name.Contains("__", StringComparison.Ordinal) || Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                composed[name] = null;
            }
        }

        composed["ASPNETCORE_URLS"] = address.GetLeftPart(UriPartial.Authority);
        composed["ASPNETCORE_ENVIRONMENT"] = environment;
        composed["DOTNET_ENVIRONMENT"] = environment;
        composed["DataDirectory"] = dataDirectory;
        composed["Demo__Seed"] = "false";
        foreach ((string name, string? value) in ShortLife)
        {
            composed[name] = value;
        }

        composed["Rehearsal"] = "false";
        foreach ((string name, string value) in settings ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            composed[name] = value;
        }

        return composed;
    }
}
