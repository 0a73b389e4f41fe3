using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Api.Secrets;

/// <summary>HA1 of RFC 7616 section 3.4.2 for a phone in its tenant's realm, in lower-case hex. As good as the password: never shown, never logged.</summary>
public sealed class PhoneSecret(string realm, string md5, string sha256)
{
    public string Realm { get; } = realm;

    public string Md5 { get; } = md5;

    public string Sha256 { get; } = sha256;

    public static PhoneSecret Of(string tenant, string phone, string password)
    {
        var credential = Encoding.UTF8.GetBytes($"{phone}:{tenant}:{password}");
#pragma warning disable CA5351 // MD5 is what RFC 3261 phones speak; the other hash stands beside it.
        return new PhoneSecret(tenant, Convert.ToHexStringLower(MD5.HashData(credential)), Convert.ToHexStringLower(SHA256.HashData(credential)));
#pragma warning restore CA5351
    }

    public bool IsSame(PhoneSecret other) =>
        Realm == other.Realm && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sha256), Encoding.ASCII.GetBytes(other.Sha256));
}
