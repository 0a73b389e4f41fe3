using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>
/// The announcement of one side: which it is, and until when it lasts. rtpengine does not tell when a sound is over, so its length is counted from
/// here. Times are timestamps of <see cref="TimeProvider"/>.
/// </summary>
internal readonly record struct Announcing(Heard? Of, PlayedSound? Sound, long EndsAt)
{
    /// <summary>It may begin a little late, and its last word is not to be cut off.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(100);

    /// <summary>The same announcement goes on or is over; another, or the same under another number, begins.</summary>
    public Announcing Next(Heard wanted, RtpengineSounds sounds, long now, TimeProvider time)
    {
        if (wanted.Announcement is not null && (wanted.Announcement, wanted.Number) == (Of?.Announcement, Of?.Number))
            return this;
        if (Playing(now) is not null)
            sounds.Cut();
        if (wanted.Announcement is null)
            return default;

        var sound = sounds.Announcement(wanted);
        return new Announcing(wanted, sound, sound is null ? now : now + (long)((sound.Length + Margin).TotalSeconds * time.TimestampFrequency));
    }

    public Played? Playing(long now) => Sound is not null && now < EndsAt ? new Played(null, Of) : null;
}
