using System.Globalization;
using Npgsql;

namespace CouponAdmin.Bench.Servers;

/// <summary>A PostgreSQL of the bench's own, durable as it comes (<c>fsync</c> and <c>synchronous_commit</c> on); the newest that Debian installed.</summary>
internal sealed class PostgreSqlServer(Child child, int port) : IAsyncDisposable
{
    private const string Account = "postgres";
    private const string Versions = "/usr/lib/postgresql";

    /// <summary>The server's own cache. Its default, 128 MB, is less than the tables of one scenario; its manual starts from a quarter of the memory (section 20.4.1).</summary>
    private const string SharedBuffers = "512MB";

    public Child Child { get; } = child;

    public static async Task<PostgreSqlServer> StartAsync(string folder)
    {
        string programs = Directory.Exists(Versions)
            ? Directory.GetDirectories(Versions).Select(v => Path.Combine(v, "bin")).Where(bin => File.Exists(Path.Combine(bin, "postgres"))).Max(StringComparer.Ordinal)
                ?? throw Missing()
            : throw Missing();
        int port = LoopbackPort.Take();
        string data = Path.Combine(folder, "data");
        Directory.CreateDirectory(folder);

        // PostgreSQL refuses to run as root, so root lends it the account that the Debian package made.
        string? user = Environment.IsPrivilegedProcess ? Account : null;
        if (user is not null)
        {
            await Child.RunAsync("chown", "chown", [user, folder]);
        }

        await Child.RunAsync("initdb", Path.Combine(programs, "initdb"), ["-D", data, "-U", Account, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"], user: user, workingDirectory: folder);
        Child child = await Child.StartAsync(
            "PostgreSQL", Path.Combine(programs, "postgres"),
            ["-D", data, "-p", port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={folder}", "-c", "max_connections=300", "-c", $"shared_buffers={SharedBuffers}"],
            user: user, endSignal: 3, workingDirectory: folder);
        PostgreSqlServer server = new(child, port);
        await child.UntilAsync(server.IsOpenAsync);
        return server;
    }

    /// <summary>Makes an empty database and gives its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        await using NpgsqlConnection connection = new(ConnectionTo("postgres"));
        await connection.OpenAsync();
        await using NpgsqlCommand command = new($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionTo(name);
    }

    public ValueTask DisposeAsync() => Child.DisposeAsync();

    private string ConnectionTo(string database) => $"Host=127.0.0.1;Port={port};Database={database};Username={Account};Maximum Pool Size=50";

    private async Task<bool> IsOpenAsync()
    {
        try
        {
            await using NpgsqlConnection connection = new(ConnectionTo("postgres") + ";Pooling=false;Timeout=2");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static InvalidOperationException Missing() => new($"{Versions}/*/bin/postgres is missing: apt-get install postgresql");
}
