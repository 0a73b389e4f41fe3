using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Api.Webhooks;

/// <summary>
/// What a webhook's bodies are signed with, by Standard Webhooks 1.0: <c>whsec_</c> and 32 random bytes in base64; a signature is HMAC-SHA256 over id,
/// time and body with dots between.
/// </summary>
internal static class WebhookSecret
{
    public const string Prefix = "whsec_";
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";
    private const int KeyBytes = 32;

    public static byte[] New() => RandomNumberGenerator.GetBytes(KeyBytes);

    public static string Text(byte[] key) => Prefix + Convert.ToBase64String(key);

    /// <summary>One signature for each key, newest first, with blanks between.</summary>
    public static string Signature(IEnumerable<byte[]> keys, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.")), .. body];
        return string.Join(' ', keys.Select(key => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}"));
    }
}
