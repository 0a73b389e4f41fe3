using System.Net;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Sdp;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>One rtpengine: its control channel, its health, and how a session is opened on it.</summary>
internal sealed class RtpengineInstance : IDisposable
{
    private readonly bool symmetric;
    private readonly string holder;

    public RtpengineInstance(RtpengineAddress address, RtpengineOptions options, string holder, TimeProvider time, Action<RtpengineInstance, bool> turned, Action<RtpengineInstance> restarted)
    {
        Name = address.Name;
        (symmetric, this.holder) = (options.SymmetricRtp, holder);
        IsIp6 = address.Control.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        Client = new NgClient(address.Name, address.Control, time);
        Health = new RtpengineHealth(Client, options, time, there => turned(this, there), () => restarted(this));
    }

    public string Name { get; }

    public bool IsIp6 { get; }

    public NgClient Client { get; }

    public RtpengineHealth Health { get; }

    /// <summary>What rtpengine calls the session of a slot.</summary>
    public static string CallOf(MediaSlot slot) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"cc-{slot.Lease:x}");

    public NgCommands CommandsOf(MediaSlot slot) => new(CallOf(slot), symmetric, holder);

    /// <summary>Another process has described it since: what this one remembers of it is not so any more.</summary>
    public async Task<bool> IsAnothers(MediaSlot slot, CancellationToken ended) =>
        NgCommands.HolderIn(await Client.Ask(CommandsOf(slot).Query(), ended).ConfigureAwait(false)) is { } last && last != holder;

    /// <summary>
    /// A session of two sides without phones: its ports are known from now on. Null: this instance takes no more (its own limits, or no ports).
    /// </summary>
    /// <exception cref="TimeoutException">No answer: it may have been opened all the same.</exception>
    public async Task<MediaSlot?> Open(long lease, CancellationToken ended)
    {
        var commands = CommandsOf(Unopened(lease));
        var offer = await Client.Ask(commands.Offer(null, null, IsIp6), ended).ConfigureAwait(false);
        var answer = offer.IsOk ? await Client.Ask(commands.Answer(null, IsIp6), ended).ConfigureAwait(false) : offer;
        if (PortsOf(offer, answer) is not var (address, caller, other))
        {
            await Client.Ask(commands.Delete(), ended).ConfigureAwait(false);
            return null;
        }

        await Client.Ask(commands.Pass(MediaSide.Caller, false), ended).ConfigureAwait(false);
        await Client.Ask(commands.Pass(MediaSide.Other, false), ended).ConfigureAwait(false);
        return new MediaSlot(Name, address, caller, lease) { OtherPort = other, IsShared = true };
    }

    /// <summary>Enough to close what nobody has said the ports of.</summary>
    public MediaSlot Unopened(long lease) => new(Name, "", 0, lease);

    /// <summary>The address that phones are told, and the ports of both sides: what is told to the other is in the answer to the offer, and the reverse.</summary>
    public static (string Address, int Caller, int Other)? PortsOf(NgReply offer, NgReply answer) =>
        offer.IsOk && answer.IsOk && AudioOf(answer) is { } caller && AudioOf(offer) is { } other && caller.Address == other.Address
            ? (caller.Address, caller.Port, other.Port)
            : null;

    public void Dispose()
    {
        Health.Dispose();
        Client.Dispose();
    }

    private static (string Address, int Port)? AudioOf(NgReply reply) =>
        reply.Content.Text("sdp") is { } sdp && SdpReader.Read(System.Text.Encoding.UTF8.GetBytes(sdp)) is { Media: [{ Port: > 0 } media, ..] } session
            && (media.Address ?? session.Address) is { } address && IPAddress.TryParse(address, out _)
            ? (address, media.Port)
            : null;
}
