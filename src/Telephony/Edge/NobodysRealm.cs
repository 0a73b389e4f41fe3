using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// The realm in which a user that nobody has is challenged. A phone's realm is its tenant's name, so a realm of its own would tell who exists
/// (RELIABILITY T2): it is one of those the user could be in, always the same, chosen under a key so that only we know which.
/// </summary>
internal sealed class NobodysRealm(IDialPlan plan, byte[] key)
{
    /// <summary>Before the first tenant.</summary>
    private const string Default = "callcenter";

    public string For(string user, string domain)
    {
        var realms = plan.Realms(domain);
        if (realms.Count < 2)
        {
            return realms.Count == 0 ? Default : realms[0];
        }

        var draw = BinaryPrimitives.ReadUInt64BigEndian(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"realm of {user}")));
        return realms[(int)(draw % (ulong)realms.Count)];
    }
}
