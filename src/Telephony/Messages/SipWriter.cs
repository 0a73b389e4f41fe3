using System.Buffers;
using System.Globalization;
using System.Text;

namespace CallCenter.Telephony.Messages;

/// <summary>A message as bytes: UTF-8, long header names, Content-Length last and always ours.</summary>
public static class SipWriter
{
    public static void Write(SipMessage message, IBufferWriter<byte> writer)
    {
        Line(writer, message.StartLine);
        foreach (var header in message.Headers.AsSpan())
        {
            if (!header.Is(HeaderNames.ContentLength))
            {
                Text(writer, header.Name);
                writer.Write(": "u8);
                Line(writer, header.Value);
            }
        }

        Line(writer, string.Create(CultureInfo.InvariantCulture, $"{HeaderNames.ContentLength}: {message.Body.Length}"));
        writer.Write("\r\n"u8);
        writer.Write(message.Body.Span);
    }

    private static void Line(IBufferWriter<byte> writer, string text)
    {
        Text(writer, text);
        writer.Write("\r\n"u8);
    }

    private static void Text(IBufferWriter<byte> writer, string text) => Encoding.UTF8.GetBytes(text, writer);
}
