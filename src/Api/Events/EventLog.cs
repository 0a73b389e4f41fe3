using CallCenter.Api.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Events;

/// <summary>
/// The event stream as it can be read: the latest commits in memory as a chain that readers walk, older ones from the view store.
/// Written by the projector.
/// </summary>
internal sealed class EventLog
{
    /// <summary>What the chain holds before its oldest chunks go.</summary>
    public const int ChainBytesMax = 64 * 1024 * 1024;

    /// <summary>Events read from the store at a time for one who resumes.</summary>
    public const int ReadMax = 1_000;

    private readonly Lock gate = new();
    private StreamChunk oldest = new("", 0, []);
    private StreamChunk newest;
    private long bytes;
    private string? connectionString;

    public EventLog() => newest = oldest;

    /// <summary>Fires at each commit with events, and at each heartbeat.</summary>
    public Pulse Changed { get; } = new();

    public string Generation { get; private set; } = "";

    /// <summary>Grows when the chain begins anew: readers look for their place again.</summary>
    public int Chain { get; private set; }

    /// <summary>What lies before this is in memory no more.</summary>
    public long OldestInMemory
    {
        get
        {
            lock (gate)
            {
                return oldest.Last;
            }
        }
    }

    /// <summary>Goes on with a store, which may know more than this log does, or be another one.</summary>
    public void Open(ViewStore store)
    {
        lock (gate)
        {
            connectionString = store.ConnectionString;
            if (Generation == store.Generation && newest.Last == store.LastNumber)
            {
                return;
            }

            Generation = store.Generation;
            oldest = newest = new StreamChunk(Generation, store.LastNumber, []);
            bytes = 0;
            Chain++;
        }

        Changed.Fire();
    }

    public void Publish(IReadOnlyList<StreamEvent> events)
    {
        if (events.Count == 0)
        {
            return;
        }

        lock (gate)
        {
            var chunk = new StreamChunk(Generation, events[^1].Number, [.. events]);
            newest.Next = chunk;
            newest = chunk;
            bytes += chunk.Bytes;
            while (bytes > ChainBytesMax && oldest.Next is { } following && following != newest)
            {
                oldest = following;
                bytes -= following.Bytes;
            }
        }

        Changed.Fire();
    }

    /// <summary>Where a reader with this token stands.</summary>
    public (StreamOutcome Outcome, StreamToken At, int Chain) Resume(StreamToken? token)
    {
        lock (gate)
        {
            var now = new StreamToken(Generation, newest.Last);
            return token is not { } at ? (StreamOutcome.Start, now, Chain)
                : at.Generation != Generation || at.Number > newest.Last ? (StreamOutcome.Rebuilt, now, Chain)
                : at.Number < newest.Last - ViewStore.StreamEventsMax ? (StreamOutcome.TooOld, now, Chain)
                : (StreamOutcome.Resumes, at, Chain);
        }
    }

    /// <summary>The chunk behind which a reader at <paramref name="number"/> goes on; null when memory does not reach back so far.</summary>
    public StreamChunk? Find(long number)
    {
        lock (gate)
        {
            if (oldest.Last > number)
            {
                return null;
            }

            var chunk = oldest;
            while (chunk.Next is { } next && next.Last <= number)
            {
                chunk = next;
            }

            return chunk;
        }
    }

    /// <summary>Some events of a tenant after <paramref name="number"/> from the store, as one chunk that says how far it reaches.</summary>
    public StreamChunk Read(TenantScope scope, long number)
    {
        var (last, generation) = (OldestInMemory, Generation);
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        var events = Sql.Rows(
            connection,
            "SELECT seq, topic, body FROM stream_event WHERE seq > $after AND seq <= $last AND tenant = $tenant ORDER BY seq LIMIT $max",
            row => new StreamEvent(row.GetInt64(0), scope.Tenant, (Topics)row.GetInt32(1), row.GetFieldValue<byte[]>(2)),
            ("$after", number), ("$last", last), ("$tenant", scope.Tenant), ("$max", ReadMax));
        return new StreamChunk(generation, events.Count == ReadMax ? events[^1].Number : last, [.. events]);
    }
}

internal enum StreamOutcome
{
    Resumes,
    Start,
    TooOld,
    Rebuilt,

    /// <summary>The reader's teams have other agents or queues than before.</summary>
    TeamChanged,
}
