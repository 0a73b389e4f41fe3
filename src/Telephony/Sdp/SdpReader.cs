using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Sdp;

/// <summary>
/// Reads a session description from outside: linear in its length, within <see cref="SdpLimits"/>. Order of lines is not insisted on, and
/// what is not about audio over RTP is skipped; a line that is read and malformed makes the whole malformed.
/// </summary>
public static class SdpReader
{
    /// <summary>The session, or null when it is malformed or beyond a limit (400).</summary>
    public static SdpSession? Read(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty || body.Length > SdpLimits.BytesMax)
        {
            return null;
        }

        var draft = new Draft();
        var text = Encoding.UTF8.GetString(body).AsSpan();
        for (var count = 0; !text.IsEmpty; count++)
        {
            var line = TakeLine(ref text);
            if (line.IsEmpty)
            {
                continue;
            }

            if (count == SdpLimits.LinesMax || line.Length > SdpLimits.LineMax || line.Length < 2 || line[1] != '='
                || (count == 0 && line is not "v=0") || !draft.TryAdd(line[0], line[2..].TrimEnd(' ')))
            {
                return null;
            }
        }

        return draft.Session();
    }

    private static ReadOnlySpan<char> TakeLine(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('\n');
        var line = end < 0 ? text : text[..end];
        text = end < 0 ? [] : text[(end + 1)..];
        return line.TrimEnd('\r');
    }

    /// <summary>What was read so far: lines belong to the session until the first m=, then to the last one.</summary>
    private sealed class Draft
    {
        private readonly ImmutableArray<SdpMedia>.Builder media = ImmutableArray.CreateBuilder<SdpMedia>();
        private string? address;
        private MediaDirection? direction;
        private SdpWeb web = SdpWeb.None;

        public SdpSession Session() => new(address, direction, media.ToImmutable());

        public bool TryAdd(char type, ReadOnlySpan<char> value) => type switch
        {
            'm' => TryMedia(value),
            'c' => TryConnection(value),
            'a' => TryAttribute(value),
            _ => true,
        };

        /// <summary>m=kind port[/count] protocol format …</summary>
        private bool TryMedia(ReadOnlySpan<char> value)
        {
            var parts = value.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (media.Count == SdpLimits.MediaMax || parts.Length < 4 || parts.Length > SdpLimits.FormatsMax + 3
                || !ushort.TryParse(parts[1].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                return false;
            }

            media.Add(new SdpMedia(parts[0], port, parts[2], [.. parts[3..]], null, null, null) { Web = web });
            return true;
        }

        /// <summary>c=IN IP4|IP6 address[/ttl]; of the last one where there are several.</summary>
        private bool TryConnection(ReadOnlySpan<char> value)
        {
            var parts = value.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts is not ["IN", "IP4" or "IP6", var where])
            {
                return false;
            }

            var found = where.Split('/')[0];
            if (media.Count == 0)
            {
                address = found;
            }
            else
            {
                media[^1] = media[^1] with { Address = found };
            }

            return true;
        }

        private bool TryAttribute(ReadOnlySpan<char> value)
        {
            if (DirectionOf(value) is { } found)
            {
                if (media.Count == 0)
                {
                    direction = found;
                }
                else
                {
                    media[^1] = media[^1] with { Direction = found };
                }

                return true;
            }

            if (media.Count == 0)
            {
                web = web.With(value);
            }
            else
            {
                media[^1] = media[^1] with { Web = media[^1].Web.With(value) };
            }

            return media.Count == 0 || !value.StartsWith("rtpmap:", StringComparison.OrdinalIgnoreCase) || TryMap(value[7..].Trim(' '));
        }

        /// <summary>rtpmap:payload encoding/clock[/channels]</summary>
        private bool TryMap(ReadOnlySpan<char> value)
        {
            var space = value.IndexOf(' ');
            if (space < 0 || !byte.TryParse(value[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var payload) || payload > 127)
            {
                return false;
            }

            var isEvents = value[(space + 1)..].TrimStart(' ').StartsWith("telephone-event/8000", StringComparison.OrdinalIgnoreCase);
            if (isEvents && media[^1].TelephoneEvent is null && media[^1].Formats.Contains(value[..space].ToString()))
            {
                media[^1] = media[^1] with { TelephoneEvent = payload };
            }

            return true;
        }

        private static MediaDirection? DirectionOf(ReadOnlySpan<char> attribute) => attribute switch
        {
            "sendrecv" => MediaDirection.SendReceive,
            "sendonly" => MediaDirection.SendOnly,
            "recvonly" => MediaDirection.ReceiveOnly,
            "inactive" => MediaDirection.Inactive,
            _ => null,
        };
    }
}
