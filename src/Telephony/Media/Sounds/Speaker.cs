using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Media.Sounds;

/// <summary>Makes announcements of recorded words, and counts what became of them. Safe for use by many threads.</summary>
internal sealed class Speaker(SoundLibrary sounds, TimeProvider time)
{
    private long said;
    private long chimed;
    private long cut;
    private long late;

    public AnnouncementCounts Counts => new(Volatile.Read(ref said), Volatile.Read(ref chimed), Volatile.Read(ref cut), Volatile.Read(ref late));

    /// <summary>
    /// What is to be said; null: nothing, or its time is over. A part of which a word is missing is not said by halves: a chime stands for it, one for
    /// all of them.
    /// </summary>
    public Utterance? Begin(Heard heard)
    {
        if (string.IsNullOrEmpty(heard.Announcement))
            return null;
        if (heard.Until < time.GetUtcNow())
        {
            Interlocked.Increment(ref late);
            return null;
        }

        var chimes = false;
        var words = new List<Sound>();
        foreach (var part in heard.Announcement.Split(' ', Heard.AnnouncementSoundsMax))
        {
            var of = part.Split('+').Select(sounds.Announcement).ToArray();
            if (!of.Contains(null))
                words.AddRange(of!);
            else if (!chimes)
                words.Add(sounds.Chime);
            chimes |= of.Contains(null);
        }

        Interlocked.Increment(ref chimes ? ref chimed : ref said);
        return new Utterance([.. words.Take(Heard.AnnouncementSoundsMax)]);
    }

    /// <summary>Digits are pressed in time or not at all.</summary>
    public bool MayPress(Pressed order) => order.Until >= time.GetUtcNow();

    /// <summary>Something came before its end: a phone that rings, an answer, the end of the call.</summary>
    public void Cut() => Interlocked.Increment(ref cut);
}
