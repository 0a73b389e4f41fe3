using System.Globalization;
using System.Net;

namespace CallCenter.Telephony.Sdp;

/// <summary>
/// One place where a far end may be reached (RFC 8839 section 5.1), of those that we can use: RTP over UDP at an address. Names (mDNS), TCP and what
/// belongs to other components are none.
/// </summary>
public readonly record struct IceCandidate(IPAddress Address, int Port)
{
    private const int FoundationMax = 32;

    /// <summary>The highest priority of a host's only address (RFC 8445 section 5.1.2).</summary>
    private const uint HostPriority = 2_130_706_431;

    /// <summary>The same in our own words, without what is not needed; null: none that we can use.</summary>
    public static string? Normal(ReadOnlySpan<char> value)
    {
        var parts = value.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not [var foundation, "1", var transport, var order, var where, var at, "typ", "host" or "srflx" or "prflx" or "relay", ..]
            || foundation.Length > FoundationMax || !foundation.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '/')
            || !transport.Equals("udp", StringComparison.OrdinalIgnoreCase)
            || !uint.TryParse(order, NumberStyles.None, CultureInfo.InvariantCulture, out var priority) || priority is 0 or > int.MaxValue
            || !IPAddress.TryParse(where, out var address) || SdpAudio.IsToMany(address)
            || !ushort.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
        {
            return null;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{foundation} 1 udp {priority} {address} {port} typ {parts[7]}");
    }

    /// <summary>Where a candidate of <see cref="Normal"/> is.</summary>
    public static IceCandidate Read(string normal)
    {
        var parts = normal.Split(' ');
        return new IceCandidate(IPAddress.Parse(parts[4]), int.Parse(parts[5], CultureInfo.InvariantCulture));
    }

    /// <summary>Our own: the only one.</summary>
    public static string Host(string address, int port) => string.Create(CultureInfo.InvariantCulture, $"1 1 udp {HostPriority} {address} {port} typ host");
}
