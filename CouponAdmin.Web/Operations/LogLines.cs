using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace CouponAdmin.Web.Operations;

/// <summary>The console's log for people, as the framework writes it with the time in front, but what came from outside can't forge an entry or steer a terminal.</summary>
/// <remarks>An entry begins in the first column and everything that belongs to it is indented; every control character but a line's end is written out as <c>\u001b</c>.
/// Another formatter by <c>Logging:Console:FormatterName</c>, such as <c>json</c>, takes its place.</remarks>
internal sealed class LogLines(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "coupon-admin";
    private const string Indent = "      ";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        string message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.Write($"{time.GetLocalNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)} {LevelOf(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id.ToString(CultureInfo.InvariantCulture)}]\n");
        WriteIndented(textWriter, message);
        if (logEntry.Exception is { } exception && !StartProblems.IsTraceNeedless(logEntry.Category, logEntry.EventId, exception))
        {
            WriteIndented(textWriter, exception.ToString());
        }
    }

    private static void WriteIndented(TextWriter writer, string text)
    {
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            writer.Write(Indent);
            writer.Write(Visible(line));
            writer.Write('\n');
        }
    }

    /// <summary>The text with control characters, line separators and turns of direction written out.</summary>
    internal static string Visible(string line)
    {
        if (!line.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return line;
        }

        StringBuilder visible = new(line.Length);
        foreach (char c in line)
        {
            bool isHidden = (char.IsControl(c) && c != '\t') || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
            visible.Append(isHidden ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString());
        }

        return visible.ToString();
    }

    private static string LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        LogLevel.Critical => "crit",
        LogLevel.None => "none",
    };
}
