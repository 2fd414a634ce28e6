using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Store;

/// <summary>
/// Lets through what the embedded server reports at Warning or above, whatever the application's own level is. Owns nothing.
/// </summary>
internal sealed class WarningsOnlyLoggers(ILoggerFactory inner) : ILoggerFactory
{
    /// <summary>Garnet warns at each start, under this category, that its own logger settings give way to ours.</summary>
    private const string ArgumentParser = "ArgParser";

    public ILogger CreateLogger(string categoryName) =>
        new Filter(inner.CreateLogger($"Garnet.{categoryName}"), categoryName == ArgumentParser ? LogLevel.Error : LogLevel.Warning);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
        // The application's factory outlives the store.
    }

    private sealed class Filter(ILogger inner, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
