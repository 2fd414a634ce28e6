using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Web.Operations;

/// <summary>The one line of a start that says what runs: version, store, database and addresses, without any secret.</summary>
internal static partial class StartLine
{
    /// <summary>Writes it once the server listens.</summary>
    public static void TellWhenStarted(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        IServiceProvider services = app.Services;
        SettingsInForce settings = services.GetRequiredService<SettingsInForce>();
        StoreConnections store = services.GetRequiredService<StoreConnections>();
        StoreGate gate = services.GetRequiredService<StoreGate>();
        string addresses = string.Join(", ", app.Urls);
        string version = store.Version ?? "not connected";
        (string storeAddress, string databaseAddress) = (settings.StoreAddress, settings.DatabaseAddress);
        DatabaseProvider database = services.GetRequiredService<DatabaseOptions>().Provider;
        LogStarted(
            app.Logger, HealthReports.Version, InstanceName.Value, app.Environment.EnvironmentName, addresses, version, storeAddress, gate.Durability.Mode, database, databaseAddress);
    });

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "CouponAdmin {Version} ({Instance}, {Environment}) serves at {Addresses}. Store: {Store} at {StoreAddress}, {Durability}. Database: {Database}, {DatabaseAddress}.")]
    private static partial void LogStarted(
        ILogger logger, string version, string instance, string environment, string addresses, string store, string storeAddress, string durability, DatabaseProvider database, string databaseAddress);
}
