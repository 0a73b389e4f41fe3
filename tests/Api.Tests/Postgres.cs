using System.Net.Sockets;
using CallCenter.Api.Composition.Trial;
using CallCenter.Api.Postgres;
using Npgsql;

[assembly: AssemblyFixture(typeof(CallCenter.Api.Tests.Postgres))]

namespace CallCenter.Api.Tests;

/// <summary>One PostgreSQL for these tests, started by the first that needs it; each asks for a database of its own.</summary>
public sealed class Postgres : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("callcenter-pg-").FullName;
    private readonly Lazy<PrivatePostgres> server;
    private int made;

    public Postgres()
    {
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        server = new Lazy<PrivatePostgres>(() => PrivatePostgres.Start(Path.Combine(folder, "server"), "127.0.0.1", FreePort()));
    }

    /// <summary>The connection string of a new, empty database.</summary>
    public string NewDatabase()
    {
        var name = $"test{Interlocked.Increment(ref made)}";
        using var source = NpgsqlDataSource.Create(server.Value.ConnectionString());
        using var create = source.CreateCommand($"CREATE DATABASE {name}");
        create.ExecuteNonQuery();
        return server.Value.ConnectionString(name);
    }

    public void Dispose()
    {
        if (server.IsValueCreated)
        {
            server.Value.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
