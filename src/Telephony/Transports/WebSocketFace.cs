using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Telephony.Transports;

/// <summary>
/// The server's side of a WebSocket's beginning (RFC 6455 section 4.2) with the sub-protocol "sip" (RFC 7118 section 4): one HTTP request, and 101.
/// Afterwards each message is one SIP message. Its pings are the heartbeat of the flow: a browser that is gone is noticed after <see cref="GoneAfter"/>.
/// </summary>
internal static class WebSocketFace
{
    public static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(20);

    private const int HeadBytesMax = 8 * 1024;
    private const string Protocol = "sip";

    /// <summary>What RFC 6455 section 1.3 adds to the key.</summary>
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();

    /// <summary>Null: it was no such request, which it has been told.</summary>
    public static async Task<WebSocket?> Accept(Stream stream)
    {
        if (await ReadHead(stream).ConfigureAwait(false) is not { } head || Answer(head) is not { } accepted)
        {
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"u8.ToArray()).ConfigureAwait(false);
            return null;
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(accepted)).ConfigureAwait(false);
        return WebSocket.CreateFromStream(stream, new WebSocketCreationOptions
        {
            IsServer = true,
            SubProtocol = Protocol,
            KeepAliveInterval = PingEvery,
            KeepAliveTimeout = GoneAfter,
        });
    }

    /// <summary>The 101 to this request; null: it is none for us.</summary>
    internal static string? Answer(string head)
    {
        var lines = head.Split("\r\n");
        if (lines[0].Split(' ') is not ["GET", _, "HTTP/1.1"] || Key(Values(lines, "Sec-WebSocket-Key")) is not { } key
            || !Has(lines, "Upgrade", "websocket") || !Has(lines, "Connection", "Upgrade") || !Has(lines, "Sec-WebSocket-Version", "13") || !Has(lines, "Sec-WebSocket-Protocol", Protocol))
        {
            return null;
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {Accepting(key)}\r\nSec-WebSocket-Protocol: {Protocol}\r\n\r\n");
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "RFC 6455 section 4.2.2 says SHA-1; nothing is kept secret by it.")]
    private static string Accepting(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Magic)));

    private static string? Key(IReadOnlyList<string> values)
    {
        Span<byte> nonce = stackalloc byte[18];
        return values is [var only] && Convert.TryFromBase64String(only, nonce, out var length) && length == 16 ? only : null;
    }

    private static bool Has(string[] lines, string name, string wanted) =>
        Values(lines, name).SelectMany(value => value.Split(',')).Any(word => string.Equals(word.Trim(), wanted, StringComparison.OrdinalIgnoreCase));

    private static List<string> Values(string[] lines, string name) =>
        [.. lines.Skip(1).Where(line => line.Length > name.Length && line[name.Length] == ':' && line.StartsWith(name, StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim())];

    /// <summary>Up to the empty line. A client says nothing more before it has its 101, so what comes besides is a mistake or an attempt.</summary>
    private static async Task<string?> ReadHead(Stream stream)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(HeadBytesMax);
        try
        {
            for (var length = 0; length < HeadBytesMax;)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length, HeadBytesMax - length)).ConfigureAwait(false);
                length += read;
                var end = buffer.AsSpan(0, length).IndexOf(HeadEnd);
                if (end >= 0 || read == 0)
                {
                    return end >= 0 && end + HeadEnd.Length == length ? Encoding.Latin1.GetString(buffer, 0, end) : null;
                }
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
