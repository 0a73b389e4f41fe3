using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Storage.Postgres;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Cluster;

/// <summary>What an <see cref="ActorSystem"/> is made of that is one of several.</summary>
public sealed record ClusterOptions
{
    /// <summary>The kinds of actor, the same in every process: a process that hosts none still asks them.</summary>
    public required IReadOnlyList<ActorType> Types { get; init; }

    /// <summary>Journal and register. Not closed by the system.</summary>
    public required PostgresCenter Center { get; init; }

    /// <summary>Names the cluster: a database belongs to one.</summary>
    public required string Cluster { get; init; }

    /// <summary>Names this process; the same over restarts, and no other living process has it.</summary>
    public required string Name { get; init; }

    /// <summary>Only a core hosts actors; duties of all are carried out at those who are edges.</summary>
    public Roles Roles { get; init; } = Roles.All;

    public required LinkOptions Links { get; init; }

    /// <summary>The highest protocol that this process speaks.</summary>
    public int Protocol { get; init; } = 1;

    public NodeOptions Node { get; init; } = new() { Seed = Environment.TickCount };

    public IMessages Messages { get; init; } = ProductMessages.Instance;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    internal MemberOptions Member(string address) =>
        new() { Cluster = Cluster, Name = Name, Address = address, Roles = Roles, Protocol = Protocol, Seed = Node.Seed, Start = Guid.CreateVersion7() };
}
