using System.Diagnostics;
using System.Net;
using CallCenter.Actors;
using CallCenter.Benchmarks.Engine;
using CallCenter.Cluster;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Benchmarks.Cluster;

/// <summary>One process of a cluster of pebbles; also the program of the other process, which ends with its standard input.</summary>
internal sealed class BenchMember : IAsyncDisposable, IDisposable
{
    /// <summary>The first argument of a process that is a member.</summary>
    public const string Command = "member";

    private const string DatabaseVariable = "CALLCENTER_BENCH_DATABASE";
    private const string Ready = "ready";
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(20);

    private readonly PostgresCenter center;

    private BenchMember(PostgresCenter center, ActorSystem system) => (this.center, System) = (center, system);

    public ActorSystem System { get; }

    public static async Task<BenchMember> Join(string database, string name, Roles roles)
    {
        var center = await PostgresCenter.Open(new PostgresOptions { ConnectionString = database, Process = name }, TimeProvider.System, NullLogger.Instance);
        var system = await ActorSystem.Open(new ClusterOptions
        {
            Types = [PebbleBehaviour.Type],
            Center = center,
            Cluster = "bench",
            Name = name,
            Roles = roles,
            Links = new LinkOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0) },
            Messages = PebbleMessages.Instance,
        });
        await system.Start(new NoPorts());
        return new BenchMember(center, system);
    }

    /// <summary>The other process, when it has joined.</summary>
    public static async Task<Process> Begin(string database, string name)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(BenchMember).Assembly.Location, Command, name]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment[DatabaseVariable] = database;
        var process = Process.Start(start) ?? throw new InvalidOperationException("the other process does not start");
        return await process.StandardOutput.ReadLineAsync() == Ready ? process : throw new InvalidOperationException("the other process did not join");
    }

    /// <summary>What the other process does.</summary>
    public static async Task<int> Serve(string name)
    {
        await using var member = await Join(Environment.GetEnvironmentVariable(DatabaseVariable)!, name, Roles.Core);
        Console.WriteLine(Ready);
        await Console.In.ReadToEndAsync();
        await member.System.Stop(DrainMax);
        return 0;
    }

    /// <summary>Of a system that has stopped.</summary>
    public void Dispose() => center.Dispose();

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        Dispose();
    }

    private sealed class NoPorts : IPerformer
    {
        public void Perform(ActorId owner, Duty.Perform duty, Action<PerformOutcome> completed, CancellationToken dutyEnded) =>
            throw new InvalidOperationException("pebbles perform nothing");
    }
}
