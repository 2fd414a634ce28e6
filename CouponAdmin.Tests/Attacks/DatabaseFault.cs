using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CouponAdmin.Tests.Attacks;

/// <summary>A database that fails, in one of two ways, on every command about a certain campaign; all other work goes through.</summary>
internal sealed class DatabaseFault : DbCommandInterceptor
{
    /// <summary>The slug of a mistake in the program: 500.</summary>
    public const string Mistake = "breaks-by-mistake";

    /// <summary>The slug of a database that is away: 503.</summary>
    public const string Outage = "breaks-by-outage";

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        foreach (DbParameter parameter in command.Parameters)
        {
            switch (parameter.Value)
            {
                case Mistake: throw new NotSupportedException("A mistake that a test made: Password=hunter2");
                case Outage: throw new TimeoutException("An outage that a test made.");
            }
        }

        return ValueTask.FromResult(result);
    }
}
