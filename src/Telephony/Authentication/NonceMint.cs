using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CallCenter.Telephony.Authentication;

/// <summary>
/// Nonces that need no memory: the time of issue and 8 random octets, under an HMAC of a secret of ours. Whoever shares the secret judges them alike.
/// </summary>
public sealed class NonceMint(byte[] secret, TimeProvider time)
{
    /// <summary>How long a nonce is good.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(5);

    private const int Issued = sizeof(long);
    private const int Random = 8;
    private const int Mac = 16;
    private const int Length = Issued + Random + Mac;

    public string Issue()
    {
        Span<byte> nonce = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(nonce, time.GetUtcNow().ToUnixTimeMilliseconds());
        RandomNumberGenerator.Fill(nonce.Slice(Issued, Random));
        Sign(nonce[..(Issued + Random)], nonce[(Issued + Random)..]);
        return Convert.ToHexStringLower(nonce);
    }

    /// <summary>When we issued it; null when we did not. It may be too old: <see cref="IsOld"/>.</summary>
    public DateTimeOffset? IssuedAt(string nonce)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (nonce.Length != Length * 2 || Convert.FromHexString(nonce, bytes, out _, out var written) != System.Buffers.OperationStatus.Done || written != Length)
        {
            return null;
        }

        Span<byte> mac = stackalloc byte[Mac];
        Sign(bytes[..(Issued + Random)], mac);
        return CryptographicOperations.FixedTimeEquals(mac, bytes[(Issued + Random)..])
            ? DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes))
            : null;
    }

    public bool IsOld(DateTimeOffset issuedAt) => time.GetUtcNow() - issuedAt > AgeMax;

    private void Sign(ReadOnlySpan<byte> signed, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, signed, whole);
        whole[..Mac].CopyTo(mac);
    }
}
