namespace CallCenter.Telephony.Media.Sounds;

/// <summary>
/// What a waiting caller hears in place of words that nobody recorded: two soft rising notes and a rest. It says that somebody has not forgotten
/// them, and nothing that could be wrong. Made, not shipped, like <see cref="DefaultMusic"/>.
/// </summary>
internal static class Chime
{
    /// <summary>Hz: E5 and A5.</summary>
    public static readonly double[] Notes = [659.26, 880];

    private const double Level = 4_000;
    private const int NoteSamples = Sound.Rate * 3 / 10;
    private const int RestSamples = Sound.Rate / 5;

    public static Sound Compose(string name)
    {
        var samples = new short[Notes.Length * NoteSamples + RestSamples];
        for (var i = 0; i < Notes.Length * NoteSamples; i++)
        {
            var (note, at) = (i / NoteSamples, i % NoteSamples);
            var seconds = (double)at / Sound.Rate;
            var attack = Math.Min(seconds / 0.01, 1);
            var release = Math.Min((double)(NoteSamples - at) / (Sound.Rate / 50), 1);
            samples[i] = (short)(Level * attack * release * Math.Exp(-4 * seconds) * Math.Sin(2 * Math.PI * Notes[note] * seconds));
        }

        return new Sound(name, samples);
    }
}
