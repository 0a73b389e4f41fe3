using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>
/// The order of the commands: first what nobody shall hear any more, then who is there, then what is heard. So nobody hears two things at once,
/// and nothing is let through to a phone that is not meant.
/// </summary>
internal sealed partial class RtpengineSession
{
    /// <summary>A side that its ports are known of: a session of an earlier release has no third.</summary>
    private IEnumerable<MediaSide> Sides => SessionTold.Sides.Where(side => side != MediaSide.Third || slot.ThirdPort is not null);

    private async Task<bool> Tell(SessionTold wanted, SessionTold? before, CancellationToken ended)
    {
        foreach (var side in Sides)
        {
            // Without memory this is also the question whether the instance has the session at all: an offer would open another.
            if ((before is null || (before.To(side) is not null && !wanted.PlaysOn(side, before))) && !await Do(commands.Stop(side), ended).ConfigureAwait(false))
                return false;
        }

        if (!await Pass(wanted, before, false, ended).ConfigureAwait(false))
            return false;
        if ((before is null || !wanted.IsSameCast(before)) && !await Describe(wanted, before, ended).ConfigureAwait(false))
            return false;

        foreach (var side in Sides)
        {
            if (wanted.To(side) is { } played && (before is null || !wanted.PlaysOn(side, before)))
                await Play(side, played, ended).ConfigureAwait(false);
        }

        return await Pass(wanted, before, true, ended).ConfigureAwait(false);
    }

    private async Task<bool> Pass(SessionTold wanted, SessionTold? before, bool passes, CancellationToken ended)
    {
        foreach (var from in Sides)
        {
            if (wanted.Passes(from) == passes && before?.Passes(from) != passes && !await Do(commands.Pass(from, passes), ended).ConfigureAwait(false))
                return false;
            if (wanted.PassesDigits(from) == passes && before?.PassesDigits(from) != passes && !await Do(commands.PassDigits(from, passes), ended).ConfigureAwait(false))
                return false;
        }

        return true;
    }

    /// <summary>Who is not joined is described first, joined with another for that moment: the last description is the one that holds.</summary>
    private async Task<bool> Describe(SessionTold wanted, SessionTold? before, CancellationToken ended)
    {
        foreach (var alone in Sides.Where(side => !wanted.IsJoined(side) && wanted[side].Peer is { } peer && peer != before?[side].Peer))
        {
            var (first, second) = alone < wanted.First ? (alone, wanted.First) : (wanted.First, alone);
            if (!await Join(first, second, wanted, ended).ConfigureAwait(false))
                return false;
        }

        return await Join(wanted.First, wanted.Second, wanted, ended).ConfigureAwait(false);
    }

    private async Task<bool> Join(MediaSide first, MediaSide second, SessionTold wanted, CancellationToken ended)
    {
        var (one, two) = (wanted[first].Peer, wanted[second].Peer);
        var offer = await instance.Client.Ask(commands.Offer(first, one, second, two, instance.IsIp6), ended).ConfigureAwait(false);
        var answer = await instance.Client.Ask(commands.Answer(first, one, second, two, instance.IsIp6), ended).ConfigureAwait(false);
        if (RtpengineInstance.PortsOf(offer, answer) == (slot.Address, slot.PortOf(first), slot.PortOf(second)) && IsAsTold(one, first, answer) && IsAsTold(two, second, offer))
            return true;
        if (!offer.IsOk || !answer.IsOk)
            return Failed(offer.IsOk ? answer : offer);

        // It had forgotten the session and made another: that one nobody's phone knows.
        await instance.Client.Ask(commands.Delete(), ended).ConfigureAwait(false);
        return false;
    }

    /// <summary>A browser knows the instance by key and certificate. One that was restarted has another certificate: its calls are moved.</summary>
    private bool IsAsTold(MediaPeer? peer, MediaSide side, NgReply reply) =>
        peer?.Web is null || slot.Web is not { } web || RtpengineInstance.WebOf(reply) is not var (fingerprint, key) || (fingerprint == web.Fingerprint && key == web.Of(side));

    /// <summary>A sound that cannot be played is silence, not the end of a call.</summary>
    private async Task Play(MediaSide to, Played played, CancellationToken ended)
    {
        var sound = played.Announcement is null ? sounds.Music(played.Music) : announcing[At(to)].Sound!;
        var reply = await instance.Client.Ask(commands.Play(to, sound, forever: played.Announcement is null), ended).ConfigureAwait(false);
        if (!reply.IsOk || reply.Content.Whole("duration") is null)
            sounds.NotPlayed(instance.Name, sound, reply.Why);
    }

    private async Task<bool> Do(NgValue.Table command, CancellationToken ended)
    {
        var reply = await instance.Client.Ask(command, ended).ConfigureAwait(false);
        return reply.IsOk || reply.IsQuiet || Failed(reply);
    }

    /// <summary>False: the session is lost. What the instance may still find, or refuses for another reason, is asked again.</summary>
    private bool Failed(NgReply reply)
    {
        if (!reply.IsUnknownCall)
            throw new InvalidOperationException($"rtpengine {instance.Name} refused a command for {RtpengineInstance.CallOf(slot)}: {reply.Why}");
        if (instance.Health.MayStillRestore)
            throw new TimeoutException($"rtpengine {instance.Name} does not know {RtpengineInstance.CallOf(slot)} yet.");
        return false;
    }
}
