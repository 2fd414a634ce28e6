using CouponAdmin.Core.Store;

namespace CouponAdmin.Web.Operations;

/// <summary><c>accept-store</c>: makes the store that the settings name the database's own, in the place of one that is gone for good.</summary>
internal static class AcceptStoreCommand
{
    public static async Task AcceptStoreAsync(this WebApplication app)
    {
        (StoreIdentity? former, StoreIdentity now) = await StoreSession.AcceptAsync(app.Services, app.Lifetime.ApplicationStopping);
        await Console.Out.WriteLineAsync(former is null
            ? $"Nothing changed: the database's store is {now}."
            : $"The database's store was {former}. It is now {now}.{Environment.NewLine}"
                + "An instance that still reaches the former one stops serving within seconds. Claims that only the former one holds are not recorded: their members ask again.");
    }
}
