using CallCenter.Telephony.Media.Rtp;

namespace CallCenter.Telephony.Media.Sounds;

/// <summary>Sounds that one stream plays one after another, once.</summary>
internal sealed class Utterance(IReadOnlyList<Sound> sounds)
{
    private int sound;
    private int frame;

    public IReadOnlyList<Sound> Sounds => sounds;

    public bool IsOver => sound == sounds.Count;

    /// <summary>The next 20 ms; not when it is over.</summary>
    public ReadOnlySpan<byte> Frame(Law law) => sounds[sound].Frame(frame, law);

    public void Advance()
    {
        if (++frame == sounds[sound].Frames)
            (sound, frame) = (sound + 1, 0);
    }
}
