namespace CallCenter.Simulation.Store;

/// <summary>How badly a connection to the database behaves. Rates from 0 to 1; all drawn from the connection's seed.</summary>
public sealed record StoreFaults
{
    public static readonly StoreFaults None = new();

    /// <summary>The batch never reached the database, and nobody says so.</summary>
    public double LostBefore { get; init; }

    /// <summary>The batch was committed, and its answer got lost.</summary>
    public double LostAfter { get; init; }

    /// <summary>The answer is unknown now, and the transaction commits (or is fenced) later: a twin of the batch that is sent again.</summary>
    public double LateTwin { get; init; }

    /// <summary>A read fails.</summary>
    public double ReadFails { get; init; }

    /// <summary>A snapshot that is read is not the one that was written.</summary>
    public double SnapshotRots { get; init; }

    /// <summary>A snapshot is not written.</summary>
    public double SnapshotsLost { get; init; }

    /// <summary>Every call takes up to this long.</summary>
    public TimeSpan DelayMax { get; init; }

    /// <summary>One call in a hundred takes up to this long.</summary>
    public TimeSpan StallMax { get; init; }
}
