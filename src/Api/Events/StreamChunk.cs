using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using CallCenter.Api.Views;

namespace CallCenter.Api.Events;

/// <summary>
/// The events of one commit, up to number <see cref="Last"/>, and the link to the next. What is sent of it is written once for each
/// (tenant, topics) and shared by all readers.
/// </summary>
internal sealed class StreamChunk(string generation, long last, ImmutableArray<StreamEvent> events)
{
    private readonly ConcurrentDictionary<(string Tenant, Topics Topics), ReadOnlyMemory<byte>> written = new();
    private volatile StreamChunk? next;

    public long Last { get; } = last;

    public int Bytes { get; } = events.Sum(e => e.Body.Length);

    /// <summary>Set once, by the log.</summary>
    public StreamChunk? Next
    {
        get => next;
        set => next = value;
    }

    /// <summary>What a reader of this tenant and these topics, who has everything up to <paramref name="number"/>, is sent.</summary>
    public ReadOnlyMemory<byte> For(string tenant, Topics topics, long number) =>
        events.IsEmpty || events[0].Number > number
            ? written.GetOrAdd((tenant, topics), static (key, chunk) => chunk.Write(key.Tenant, key.Topics, 0), this)
            : Write(tenant, topics, number);

    private ReadOnlyMemory<byte> Write(string tenant, Topics topics, long after)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        foreach (var e in events)
        {
            if (e.Number > after && (e.Topic & topics) != 0 && e.Tenant == tenant)
            {
                Encoding.UTF8.GetBytes($"id: {new StreamToken(generation, e.Number)}\nevent: {CloudEvent.NameOf(e.Topic)}\ndata: ", buffer);
                buffer.Write(e.Body);
                buffer.Write("\n\n"u8);
            }
        }

        return buffer.WrittenMemory;
    }
}
