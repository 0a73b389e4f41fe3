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
    /// A session of three sides without phones: its ports are known from now on, and what browsers are told of them. Null: this instance takes no more
    /// (its own limits, or no ports).
    /// </summary>
    /// <exception cref="TimeoutException">No answer: it may have been opened all the same.</exception>
    public async Task<MediaSlot?> Open(long lease, CancellationToken ended)
    {
        var commands = CommandsOf(Unopened(lease));
        var caller = await Offered(commands, MediaSide.Other, MediaSide.Caller, ended).ConfigureAwait(false);
        var other = caller is null ? null : await Offered(commands, MediaSide.Caller, MediaSide.Other, ended).ConfigureAwait(false);
        var third = other is null ? null : await Offered(commands, MediaSide.Caller, MediaSide.Third, ended).ConfigureAwait(false);
        if (caller is null || other?.Address != caller.Address || third?.Address != caller.Address)
        {
            await Client.Ask(commands.Delete(), ended).ConfigureAwait(false);
            return null;
        }

        foreach (var side in SessionTold.Sides)
        {
            await Client.Ask(commands.Pass(side, false), ended).ConfigureAwait(false);
        }

        return new MediaSlot(Name, caller.Address, caller.Port, lease)
        {
            OtherPort = other.Port,
            ThirdPort = third.Port,
            IsShared = true,
            Web = (caller.Web, other.Web, third.Web) is ({ } one, { } two, { } three) ? new WebSlot(one.Fingerprint, one.Key, two.Key) { Third = three.Key } : null,
        };
    }

    /// <summary>
    /// What this side would be told if a browser were there: an instance says it in an offer only. Nobody answers, so nothing is begun, and what was said
    /// stays so whoever comes.
    /// </summary>
    private async Task<Face?> Offered(NgCommands commands, MediaSide from, MediaSide to, CancellationToken ended) =>
        await Client.Ask(commands.Offer(from, null, to, PeerSdp.Browser, IsIp6), ended).ConfigureAwait(false) is { IsOk: true } reply ? FaceOf(reply) : null;

    /// <summary>Enough to close what nobody has said the ports of.</summary>
    public MediaSlot Unopened(long lease) => new(Name, "", 0, lease);

    /// <summary>The address that phones are told, and the ports of both sides: what is told to the second is in the answer to the offer, and the reverse.</summary>
    public static (string Address, int First, int Second)? PortsOf(NgReply offer, NgReply answer) =>
        offer.IsOk && answer.IsOk && FaceOf(answer) is { } first && FaceOf(offer) is { } second && first.Address == second.Address
            ? (first.Address, first.Port, second.Port)
            : null;

    /// <summary>What a browser knows this side by; null: it is plain RTP.</summary>
    public static (string Fingerprint, IceKey Key)? WebOf(NgReply reply) => FaceOf(reply)?.Web;

    public void Dispose()
    {
        Health.Dispose();
        Client.Dispose();
    }

    private static Face? FaceOf(NgReply reply) =>
        reply.Content.Text("sdp") is { } sdp && SdpReader.Read(System.Text.Encoding.UTF8.GetBytes(sdp)) is { Media: [{ Port: > 0 } media, ..] } session
            && (media.Address ?? session.Address) is { } address && IPAddress.TryParse(address, out _)
            ? new Face(address, media.Port, media.Web is { IceName: { } name, IcePassword: { } password, Fingerprint: { } fingerprint } ? (fingerprint, new IceKey(name, password)) : null)
            : null;

    /// <summary>One side of the instance as its phone is told of it.</summary>
    private sealed record Face(string Address, int Port, (string Fingerprint, IceKey Key)? Web);
}
