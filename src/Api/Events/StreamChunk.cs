using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using CallCenter.Api.Access;
using CallCenter.Api.Safety;
using CallCenter.Api.Views;

namespace CallCenter.Api.Events;

/// <summary>
/// The events of one commit, up to number <see cref="Last"/>, and the link to the next. What is sent of it is written once for each
/// view and shared by all readers of that.
/// </summary>
internal sealed class StreamChunk(string generation, long last, ImmutableArray<StreamEvent> events)
{
    private readonly ConcurrentDictionary<StreamView, ReadOnlyMemory<byte>> written = new();
    private volatile StreamChunk? next;

    public long Last { get; } = last;

    public int Bytes { get; } = events.Sum(e => e.Body.Length);

    /// <summary>Set once, by the log.</summary>
    public StreamChunk? Next
    {
        get => next;
        set => next = value;
    }

    /// <summary>What a reader who has everything up to <paramref name="number"/> is sent.</summary>
    public ReadOnlyMemory<byte> For(StreamView view, long number) =>
        events.IsEmpty || events[0].Number > number
            ? written.GetOrAdd(view, static (view, chunk) => chunk.Write(view, 0), this)
            : Write(view, number);

    private ReadOnlyMemory<byte> Write(StreamView view, long after)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        foreach (var e in events)
        {
            if (e.Number > after && (e.Topic & view.Topics) != 0 && e.Tenant == view.Scope.Tenant && view.Sight?.Sees(e.Topic, e.Body) != false)
            {
                Encoding.UTF8.GetBytes($"id: {new StreamToken(generation, e.Number)}\nevent: {CloudEvent.NameOf(e.Topic)}\ndata: ", buffer);
                buffer.Write(view.SeesNumbers ? e.Body : NumberMask.Apply(e.Body));
                buffer.Write("\n\n"u8);
            }
        }

        return buffer.WrittenMemory;
    }
}

/// <summary>What a reader may see and wants to: the same bytes for all who agree in this. <paramref name="Sight"/> null: of the whole tenant.</summary>
internal readonly record struct StreamView(TenantScope Scope, Topics Topics, bool SeesNumbers, TeamSight? Sight = null);
