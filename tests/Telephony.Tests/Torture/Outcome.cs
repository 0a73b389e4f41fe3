using System.Net;
using System.Text;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Parsing;

namespace CallCenter.Telephony.Tests.Torture;

/// <summary>What a user agent server of ours does with a message, in words: accepted with these fields, answered with this, dropped.</summary>
internal static class Outcome
{
    public static readonly ServerPowers Powers = new(
        [SipMethod.Invite, SipMethod.Ack, SipMethod.Cancel, SipMethod.Bye, SipMethod.Options, SipMethod.Register],
        [],
        ["application/sdp"]);

    private static readonly IPEndPoint Source = new(IPAddress.Parse("198.51.100.7"), 5090);

    public static string Of(ReadOnlySpan<byte> octets) => SipParser.Parse(octets) switch
    {
        ParseResult.Parsed { Message: SipRequest request } => RequestCheck.Refusal(request, Powers, "torture") is { } refusal ? Answer(refusal) : Accepted(request),
        ParseResult.Parsed { Message: SipResponse response } => Accepted(response),
        ParseResult.Rejected rejected => Answer(rejected.Answer(Source, "torture")),
        ParseResult.Dropped dropped => $"dropped: {dropped.Reason}",
        _ => throw new InvalidOperationException(),
    };

    /// <summary>The fields that matter, a line each. Control characters are shown as their numbers.</summary>
    private static string Accepted(SipMessage message)
    {
        var start = message is SipResponse response ? $"{response.Status} '{response.Reason}'" : message.StartLine;
        var text = new StringBuilder($"accepted: {start}\n");
        text.Append($"from {message.From}\nto {message.To}\ncall {message.CallId}\ncseq {message.CSeq}\n");
        Lines(text, "via", message.Vias);
        Lines(text, "route", message.Routes);
        Lines(text, "record-route", message.RecordRoutes);
        Lines(text, "contact", message.Contacts);
        foreach (var name in (string[])[HeaderNames.MaxForwards, HeaderNames.Expires])
        {
            if (message.Number(name) is { } number)
            {
                text.Append($"{name.ToLowerInvariant()} {number}\n");
            }
        }

        text.Append(message.ContentType is null ? "" : $"type {message.ContentType}\n").Append($"body {message.Body.Length}");
        return Visible(text.ToString());
    }

    private static string Answer(SipResponse response)
    {
        var text = $"{response.Status} {response.Reason}";
        foreach (var name in (string[])[HeaderNames.Allow, HeaderNames.Accept, HeaderNames.Unsupported])
        {
            text += response.Headers.First(name) is { } value ? $"\n{name}: {value}" : "";
        }

        return text;
    }

    private static void Lines<T>(StringBuilder text, string name, IEnumerable<T> values)
    {
        foreach (var value in values)
        {
            text.Append($"{name} {value}\n");
        }
    }

    private static string Visible(string text) =>
        string.Concat(text.Select(character => char.IsControl(character) && character != '\n' ? $"[{(int)character:x2}]" : character.ToString()));
}
