using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Actors.Calls.Dialogs;

/// <summary>
/// What names our side of a leg on the wire, derived from call and leg: whoever carries the leg out builds the same bytes, and a repeat is a
/// retransmission (RELIABILITY S4).
/// </summary>
internal static class LegIdentity
{
    private const int TagLength = 16;

    /// <summary>The token that our Contact has too: whoever sees one of them in a capture knows call and leg.</summary>
    public static string CallId(ActorId call, int leg) => LegToken.Of(call, leg).ToString();

    public static string Tag(ActorId call, int leg) => Convert.ToHexStringLower(Hash(call, leg, "tag"))[..TagLength];

    /// <summary>Session id of the o= line: 62 bits, since some read it as a signed number.</summary>
    public static ulong SessionId(ActorId call, int leg) => BinaryPrimitives.ReadUInt64BigEndian(Hash(call, leg, "session")) >> 2;

    private static byte[] Hash(ActorId call, int leg, string what) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{call}/{leg}/{what}")));
}
