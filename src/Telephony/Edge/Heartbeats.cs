using CallCenter.Actors;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Phones;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// Whether a phone is there. One that keeps a connection to us is there as long as that stands; one whose connection ends at a proxy is asked, again and
/// again, and is no longer reachable when the proxy says that it has no way there, or nobody answers (RELIABILITY A4). What this edge watches it forgets
/// when it ends: the next refresh of the registration begins anew. On the loop only.
/// </summary>
internal sealed class Heartbeats(Requester requester, Teller teller, LoopTimers timers, EdgeLoop loop, TimeProvider clock, EdgeOptions options)
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    /// <summary>More are found by the end of their registration, or by the first offer.</summary>
    public const int WatchedMax = 50_000;

    private readonly Dictionary<(ActorId Phone, string Binding), Watched> watched = [];

    /// <summary>Whoever answers is there, whatever it answers; but not when a proxy answers in its place.</summary>
    public async Task<bool> IsThere(ActorId phone, string contact, EquatableArray<string> path, Flow? flow)
    {
        var ask = requester.Options(contact, phone.Key, path);
        var answer = await requester.Ask(ask, $"{Via.MagicCookie}{ask.From.Tag}", flow);
        return answer is not null && (path.Count == 0 || !IsOfAProxy(answer.Status));
    }

    /// <summary>From now on, until it registers anew or its registration ends.</summary>
    public void Watch(ActorId phone, RegisterRequest register, RegistrationReply reply)
    {
        foreach (var contact in reply.Contacts.Where(contact => register.Contacts.Any(wanted => wanted.Uri == contact.Uri && wanted.Device == contact.Device)))
        {
            var key = (phone, DeviceFlow.BindingOf(contact.Uri, contact.Device));
            if (register.Path.Count > 0 && KeepsConnection(contact.Uri) && (watched.ContainsKey(key) || watched.Count < WatchedMax))
            {
                var entry = new Watched(contact, register.Path, register.Flow);
                watched[key] = entry;
                Later(key, entry);
            }
        }
    }

    /// <summary>What a proxy says that cannot reach it: RFC 3261 16.7, RFC 5626 11.5, and what Kamailio says when sending fails.</summary>
    private static bool IsOfAProxy(int status) => status is 408 or 430 or 477 or 478 or 500 or 502 or 503 or 504;

    private static bool KeepsConnection(string contact) =>
        SipUri.Parse(contact) is { } uri && (uri.Secure || (uri.Transport is { } transport && !transport.Equals("udp", StringComparison.OrdinalIgnoreCase)));

    private void Later((ActorId Phone, string Binding) key, Watched entry) => timers.Start(Every, () => loop.Spawn(Beat(key, entry)));

    private async Task Beat((ActorId Phone, string Binding) key, Watched entry)
    {
        if (watched.GetValueOrDefault(key) != entry)
        {
            return;
        }

        if (entry.Contact.ExpiresAt <= clock.GetUtcNow())
        {
            watched.Remove(key);
        }
        else if (await IsThere(key.Phone, entry.Contact.Uri, entry.Path, entry.Flow))
        {
            Later(key, entry);
        }
        else if (watched.GetValueOrDefault(key) == entry)
        {
            watched.Remove(key);
            await teller.Tell(key.Phone, new PhoneCommand.RecordSilence(key.Binding, entry.Contact.Generation), options.Times.Timeout, insist: true);
        }
    }

    private sealed record Watched(RegisteredContact Contact, EquatableArray<string> Path, Flow Flow);
}
