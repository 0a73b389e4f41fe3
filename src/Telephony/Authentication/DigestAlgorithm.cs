using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Telephony.Authentication;

/// <summary>The hashes of RFC 7616 and RFC 8760 that we speak, the better first.</summary>
public enum DigestAlgorithm
{
    Sha256,
    Md5,
}

internal static class DigestAlgorithms
{
    public static string Name(this DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Sha256 ? "SHA-256" : "MD5";

    /// <summary>Null for one that is unknown to us; no name at all means MD5 (RFC 7616 3.3).</summary>
    public static DigestAlgorithm? Of(string? name) => name?.ToUpperInvariant() switch
    {
        null or "MD5" => DigestAlgorithm.Md5,
        "SHA-256" => DigestAlgorithm.Sha256,
        _ => null,
    };

    /// <summary>Lower-case hexadecimal of the hash of the UTF-8 text.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what phones of RFC 3261 speak; SHA-256 is offered first.")]
    public static string Hash(this DigestAlgorithm algorithm, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(algorithm == DigestAlgorithm.Sha256 ? SHA256.HashData(bytes) : MD5.HashData(bytes));
    }
}
