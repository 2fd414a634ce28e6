using CouponAdmin.Core.Database;
using CouponAdmin.Web.Http;

namespace CouponAdmin.Web.Operations;

/// <summary><c>migrate [--check]</c>: brings the database to the newest schema, or says what is missing and changes nothing.</summary>
/// <remarks>Ends with 0 when the schema is up to date, with 2 when <c>--check</c> found pending migrations, with 1 when something else is wrong.</remarks>
internal static class MigrateCommand
{
    private const string Check = "--check";
    private const int Pending = 2;

    /// <exception cref="SettingException">An argument that there isn't: a mistyped check must not change a schema.</exception>
    public static async Task<int> MigrateAsync(this WebApplication app, string[] arguments)
    {
        if (Array.Find(arguments, argument => argument != Check) is { } unknown)
        {
            throw new SettingException($"The command migrate knows no '{unknown}', only {Check}.");
        }

        DatabaseStartup database = app.Services.GetRequiredService<DatabaseStartup>();
        if (arguments.Length == 0)
        {
            await database.MigrateAsync(CancellationToken.None);
            return 0;
        }

        IReadOnlyList<string> pending = await database.PendingAsync(CancellationToken.None);
        await Console.Out.WriteLineAsync(pending.Count == 0 ? "The schema is up to date." : $"{pending.Count} migrations are pending:{string.Concat(pending.Select(name => $"{Environment.NewLine}  {name}"))}");
        return pending.Count == 0 ? 0 : Pending;
    }
}
