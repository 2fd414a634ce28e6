using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.Data.SqlClient;
using Npgsql;
using Quartz;

namespace CouponAdmin.Core.Housekeeping;

/// <summary>The scheduler of jobs that all instances do once together: Quartz's own cluster, in the database server's tables <c>qrtz_*</c>.</summary>
/// <remarks>Not for draining: it notices a dead instance after 10 to 20 seconds, and members wait for a drain. SQLite has one instance, and its jobs stay in its memory.</remarks>
internal static class ClusteredScheduler
{
    public const string Name = "couponadmin";

    /// <summary>Of every table; made by our migrations.</summary>
    public const string TablePrefix = "qrtz_";

    /// <summary>How often an instance says that it lives.</summary>
    public static readonly TimeSpan CheckinEvery = TimeSpan.FromSeconds(5);

    /// <summary>How much later it may be before another one does its unfinished jobs again.</summary>
    public static readonly TimeSpan SilentFor = TimeSpan.FromSeconds(10);

    public static void Use(IQuartzBuilder quartz, DatabaseOptions database)
    {
        quartz.ConfigureScheduler(scheduler => scheduler.InstanceId = InstanceName.Value);
        quartz.UsePersistentStore(store =>
        {
            _ = database.Provider switch
            {
                DatabaseProvider.PostgreSql => store.UsePostgres(NpgsqlFactory.Instance, database.ConnectionString),
                DatabaseProvider.SqlServer => store.UseSqlServer(SqlClientFactory.Instance, database.ConnectionString),
                DatabaseProvider.Sqlite => throw new ArgumentException("SQLite belongs to one instance.", nameof(database)),
            };
            store.ConfigureStore(options => (options.TablePrefix, options.CommandTimeout) = (TablePrefix, database.CommandTimeout));
            store.UseClustering(cluster => (cluster.CheckinInterval, cluster.CheckinMisfireThreshold) = (CheckinEvery, SilentFor));
        });
    }
}
