using System.Net;
using CallCenter.Cluster.Membership;

namespace CallCenter.Api.Composition;

/// <summary>What an operator says of a process that is one of several.</summary>
public sealed record ClusterRun
{
    public const string DatabaseVariable = "CALLCENTER_DATABASE";

    /// <summary>PostgreSQL, as Npgsql's connection string. Holds a password: never printed.</summary>
    public required string Database { get; init; }

    /// <summary>Names the cluster: two clusters on one database are refused.</summary>
    public required string Cluster { get; init; }

    /// <summary>Names this process; the same over restarts.</summary>
    public required string Node { get; init; }

    public required Roles Roles { get; init; }

    /// <summary>Where links of other processes come in.</summary>
    public required IPEndPoint Links { get; init; }

    /// <summary>HOST:PORT that others are told; null: <see cref="Links"/>.</summary>
    public string? Advertise { get; init; }

    /// <summary>PEM files of the links' TLS; null: only loopback addresses, or <see cref="AllowPlain"/>.</summary>
    public LinkFiles? Tls { get; init; }

    /// <summary>Links without TLS also beyond this machine: only inside a network that nobody else reaches.</summary>
    public bool AllowPlain { get; init; }

    /// <summary>The key that the cluster's secrets are sealed with: the same file on every node that has edge or api.</summary>
    public required string KeyFile { get; init; }

    public bool Has(Roles role) => (Roles & role) != 0;
}

/// <summary>Certificate, key and authority, as PEM files.</summary>
public sealed record LinkFiles(string Certificate, string Key, string Authority);
