using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using CouponAdmin.Core.Database;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;
using StackExchange.Redis;

namespace CouponAdmin.Web.Http;

/// <summary>Reads <c>ConnectionStrings:*</c> before anything connects. Hosting services give addresses (<c>redis://…</c>, <c>postgres://…</c>): they are translated.</summary>
/// <remarks>No message repeats what was given: there is a password in it.</remarks>
internal static partial class ConnectionAddresses
{
    private const string RedisSetting = "ConnectionStrings:Redis";
    private const string DatabaseSetting = "ConnectionStrings:Database";
    private const string RedisForm = "Its form is host:6379,user=…,password=…,ssl=true, or redis://user:password@host:6379/0 (rediss:// for TLS).";

    /// <summary>The store's address in StackExchange.Redis's form; empty where none is given.</summary>
    /// <exception cref="SettingException">Says what is wrong and the right form.</exception>
    public static string Redis(string given)
    {
        string configuration = SchemeOf(given) is { } scheme ? RedisOf(scheme, given) : given.Trim();
        if (configuration.Length == 0)
        {
            return "";
        }

        try
        {
            return ConfigurationOptions.Parse(configuration).EndPoints.Count > 0 ? configuration : throw new SettingException($"{RedisSetting} names no server. {RedisForm}");
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            throw new SettingException($"{RedisSetting} can't be read: {e.Message} {RedisForm}", e);
        }
    }

    /// <summary>The database's connection string, as its provider reads it; empty where none is given.</summary>
    /// <exception cref="SettingException">Says what is wrong and the right form.</exception>
    public static string Database(DatabaseProvider provider, string given)
    {
        string connection = SchemeOf(given) switch
        {
            null => given.Trim(),
            "postgres" or "postgresql" when provider == DatabaseProvider.PostgreSql => PostgreSqlOf(given),
            "postgres" or "postgresql" => throw new SettingException($"{DatabaseSetting} is an address of PostgreSQL, so Database:Provider must be PostgreSql, not {provider}."),
            { } other => throw new SettingException($"{DatabaseSetting} begins with {other}://, which {provider} doesn't know. {FormOf(provider)}"),
        };
        if (ProblemOf(provider, connection) is not { } problem)
        {
            return connection;
        }

        // In this order: what the first reads, the next might read too, as something else.
        DatabaseProvider[] readers =
        [
            .. new[] { DatabaseProvider.PostgreSql, DatabaseProvider.Sqlite, DatabaseProvider.SqlServer }.Where(other => ProblemOf(other, connection) is null),
        ];
        throw new SettingException(readers.Length > 0
            ? $"{DatabaseSetting} reads like one of {readers[0]}, but Database:Provider is {provider}. Set Database:Provider to {readers[0]}."
            : $"{DatabaseSetting} can't be read as {provider}'s: {problem} {FormOf(provider)}");
    }

    private static string RedisOf(string scheme, string given)
    {
        if (scheme is not ("redis" or "rediss") || !Uri.TryCreate(given.Trim(), UriKind.Absolute, out Uri? address) || address.Host.Length == 0 || address.Query.Length > 0)
        {
            throw new SettingException($"{RedisSetting} is an address that can't be translated. {RedisForm}");
        }

        (string user, string password) = PersonOf(address);
        if (user.Contains(',', StringComparison.Ordinal) || password.Contains(',', StringComparison.Ordinal))
        {
            throw new SettingException($"{RedisSetting} has a comma in its user or password, which StackExchange.Redis can't hold. Choose a password without one.");
        }

        string database = address.AbsolutePath.Trim('/');
        string port = (address.Port > 0 ? address.Port : 6379).ToString(CultureInfo.InvariantCulture);
        return string.Concat(
            $"{address.Host}:{port}", user.Length > 0 ? $",user={user}" : "", password.Length > 0 ? $",password={password}" : "",
            scheme == "rediss" ? ",ssl=true" : "", database.Length > 0 ? $",defaultDatabase={database}" : "");
    }

    private static string PostgreSqlOf(string given)
    {
        if (!Uri.TryCreate(given.Trim(), UriKind.Absolute, out Uri? address) || address.Host.Length == 0)
        {
            throw new SettingException($"{DatabaseSetting} is an address that can't be translated. {FormOf(DatabaseProvider.PostgreSql)}");
        }

        (string user, string password) = PersonOf(address);
        DbConnectionStringBuilder parts = new() { ["Host"] = address.Host.Trim('[', ']') };
        Add("Port", address.Port > 0 ? address.Port.ToString(CultureInfo.InvariantCulture) : "");
        Add("Database", Uri.UnescapeDataString(address.AbsolutePath.Trim('/')));
        Add("Username", user);
        Add("Password", password);
        foreach (string[] pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)))
        {
            // libpq writes sslmode=verify-full and application_name, Npgsql SSL Mode=VerifyFull and Application Name.
            string name = pair[0].Equals("sslmode", StringComparison.OrdinalIgnoreCase) ? "SSL Mode" : pair[0].Replace('_', ' ');
            string value = Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? "");
            Add(name, name == "SSL Mode" ? value.Replace("-", "", StringComparison.Ordinal) : value);
        }

        return parts.ConnectionString;

        void Add(string name, string value)
        {
            if (value.Length > 0)
            {
                parts[name] = value;
            }
        }
    }

    private static (string User, string Password) PersonOf(Uri address)
    {
        string[] person = address.UserInfo.Split(':', 2);
        return (Uri.UnescapeDataString(person[0]), Uri.UnescapeDataString(person.ElementAtOrDefault(1) ?? ""));
    }

    // What a provider's own reader says; null when it can read it.
    private static string? ProblemOf(DatabaseProvider provider, string connection)
    {
        if (connection.Length == 0)
        {
            return null;
        }

        try
        {
            return provider switch
            {
                DatabaseProvider.Sqlite => new SqliteConnectionStringBuilder(connection).DataSource.Length > 0 ? null : "it names no file.",
                DatabaseProvider.PostgreSql => new NpgsqlConnectionStringBuilder(connection).Host is { Length: > 0 } ? null : "it names no server.",
                DatabaseProvider.SqlServer => new SqlConnectionStringBuilder(connection).DataSource.Length > 0 ? null : "it names no server.",
            };
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            return e.Message;
        }
    }

    private static string FormOf(DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.Sqlite => "Its form is Data Source=/folder/file.db.",
        DatabaseProvider.PostgreSql => "Its form is Host=…;Database=…;Username=…;Password=…, or postgres://user:password@host:5432/database.",
        DatabaseProvider.SqlServer => "Its form is Server=…;Database=…;User ID=…;Password=….",
    };

    private static string? SchemeOf(string given) => Scheme().Match(given) is { Success: true } match ? match.Groups["scheme"].Value.ToLowerInvariant() : null;

    [GeneratedRegex(@"^\s*(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Scheme();
}
