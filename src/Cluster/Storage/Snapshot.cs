using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CallCenter.Actors;

namespace CallCenter.Cluster.Storage;

/// <summary>A state as of one version of its stream.</summary>
/// <param name="Stream">Whose state it is.</param>
/// <param name="Version">Of the last event in it.</param>
/// <param name="Contract">By whose rules it is read: another program's state means something else.</param>
/// <param name="LastTime">The latest time that events up to <paramref name="Version"/> speak of, in UTC.</param>
/// <param name="Hash">Of all the rest, as it was written (<see cref="IsWhole"/>).</param>
/// <param name="Body">UTF-8 JSON.</param>
public sealed record Snapshot(ActorId Stream, long Version, int Contract, DateTimeOffset LastTime, ReadOnlyMemory<byte> Hash, ReadOnlyMemory<byte> Body)
{
    public static Snapshot Of(ActorId stream, long version, int contract, DateTimeOffset lastTime, byte[] body) =>
        new(stream, version, contract, lastTime, HashOf(stream, version, contract, lastTime, body), body);

    /// <summary>It is read as it was written.</summary>
    public bool IsWhole => HashOf(Stream, Version, Contract, LastTime, Body.Span).AsSpan().SequenceEqual(Hash.Span);

    private static byte[] HashOf(ActorId stream, long version, int contract, DateTimeOffset lastTime, ReadOnlySpan<byte> body)
    {
        Span<byte> numbers = stackalloc byte[(2 * sizeof(long)) + sizeof(int)];
        BinaryPrimitives.WriteInt64BigEndian(numbers, version);
        BinaryPrimitives.WriteInt64BigEndian(numbers[sizeof(long)..], lastTime.UtcTicks);
        BinaryPrimitives.WriteInt32BigEndian(numbers[(2 * sizeof(long))..], contract);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(numbers);
        hash.AppendData(Encoding.UTF8.GetBytes(stream.ToString()));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
