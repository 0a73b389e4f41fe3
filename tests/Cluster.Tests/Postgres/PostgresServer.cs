using System.Net;
using System.Net.Sockets;
using CallCenter.Api.Composition.Trial;

namespace CallCenter.Cluster.Tests.Postgres;

/// <summary>A real PostgreSQL for the tests of one collection; each test makes databases of its own in it.</summary>
public sealed class PostgresServer : IDisposable
{
    private readonly List<string> folders = [];
    private readonly PrivatePostgres server;

    public PostgresServer() => server = PrivatePostgres.Start(Folder(), "127.0.0.1", FreePort());

    internal PrivatePostgres Server => server;

    /// <summary>Gone with this fixture.</summary>
    public string Folder()
    {
        folders.Add(Directory.CreateTempSubdirectory("callcenter-postgres-").FullName);
        return folders[^1];
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        server.Dispose();
        folders.ForEach(folder => Directory.Delete(folder, recursive: true));
    }
}

/// <summary>Tests that only need a running server share one.</summary>
[CollectionDefinition(Name)]
public sealed class SharedPostgres : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}
