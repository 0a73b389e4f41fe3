using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CallCenter.Actors.Snapshots;

/// <summary>
/// How a state is kept beside its stream, so that a long one need not be replayed whole. The same state always becomes the same bytes, whatever
/// led to it. A snapshot is a cache: one of another <see cref="Contract"/> is ignored.
/// </summary>
/// <param name="contract">From 1; raised with each change of what a state means or how it is written, so that no state is read by other rules than its own.</param>
/// <param name="type">The JSON of a state.</param>
/// <param name="rebuilt">Puts back what is not written because it follows from the rest: orders, and comparers.</param>
public sealed class SnapshotForm<TState>(int contract, JsonTypeInfo<TState> type, Func<TState, TState> rebuilt)
    where TState : class
{
    public int Contract => contract;

    public byte[] Write(TState state) => JsonSerializer.SerializeToUtf8Bytes(state, type);

    /// <exception cref="JsonException">Not a state of this form.</exception>
    public TState Read(ReadOnlySpan<byte> bytes) => rebuilt(JsonSerializer.Deserialize(bytes, type) ?? throw new JsonException("no state"));
}
