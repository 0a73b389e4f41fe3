using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CallCenter.Api.Http;

namespace CallCenter.Api.Audit;

/// <summary>
/// One act, said before it has its effect; or how one came out, under the number of the first (<see cref="Of"/>). Who, in which role, what, and on what
/// address: the address names the thing, and the journal has the content.
/// </summary>
internal sealed record AuditRecord(DateTimeOffset At, string By, string Name, string Role, string Act, string Target, string? From, int? Status = null, long? Of = null, string? Position = null);

/// <summary>A record as it is kept: its exact bytes, and the hash that chains it to the one before.</summary>
/// <param name="Tenant">Whose chain; empty: that of acts that are of no tenant.</param>
/// <param name="Number">From 1, without a gap.</param>
/// <param name="Body">The record in JSON: what was hashed.</param>
/// <param name="Hash">SHA-256 over the hash before, the chain's name, the number, and the body.</param>
internal sealed record AuditRow(string Tenant, long Number, byte[] Body, byte[] Hash)
{
    /// <summary>What the first record of a chain is chained to.</summary>
    public static readonly byte[] Beginning = new byte[SHA256.HashSizeInBytes];

    public AuditRecord Record => JsonSerializer.Deserialize<AuditRecord>(Body, ApiJson.Options)!;

    public static AuditRow After(string tenant, long lastNumber, byte[] lastHash, AuditRecord record)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(record, ApiJson.Problems);
        return new AuditRow(tenant, lastNumber + 1, body, HashOf(lastHash, tenant, lastNumber + 1, body));
    }

    /// <summary>Whether it is the one that came behind this hash under this number.</summary>
    public bool Continues(long lastNumber, ReadOnlySpan<byte> lastHash) =>
        Number == lastNumber + 1 && CryptographicOperations.FixedTimeEquals(Hash, HashOf(lastHash, Tenant, Number, Body));

    private static byte[] HashOf(ReadOnlySpan<byte> before, string tenant, long number, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{tenant}/{number}/")));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
