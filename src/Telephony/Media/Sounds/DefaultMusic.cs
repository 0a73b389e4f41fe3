namespace CallCenter.Telephony.Media.Sounds;

/// <summary>
/// The music of a center that brought none: four slow broken chords, each note a soft decaying tone over a quiet bass. Made, not shipped,
/// so it is nobody's composition; the same samples at every start. Sixteen seconds that loop without a seam.
/// </summary>
internal static class DefaultMusic
{
    private const int NoteSamples = Sound.Rate / 2;
    private const int RingSamples = Sound.Rate * 3 / 2;
    private const double NoteLevel = 2_600;
    private const double BassLevel = 1_500;

    // C major 7, A minor 7, F major 7, G 6: notes in semitones above A3 (220 Hz), eight a chord.
    private static readonly int[][] Chords =
    [
        [3, 7, 10, 14, 15, 14, 10, 7],
        [0, 3, 7, 10, 12, 10, 7, 3],
        [-4, 0, 3, 7, 8, 7, 3, 0],
        [-2, 2, 5, 7, 10, 7, 5, 2],
    ];

    public static Sound Compose(string name)
    {
        var mix = new double[Chords.Sum(chord => chord.Length) * NoteSamples];
        var at = 0;
        foreach (var chord in Chords)
        {
            Strike(mix, at, Frequency(chord[0] - 12), BassLevel, chord.Length * NoteSamples);
            foreach (var note in chord)
            {
                Strike(mix, at, Frequency(note), NoteLevel, RingSamples);
                at += NoteSamples;
            }
        }

        return new Sound(name, Array.ConvertAll(mix, sample => (short)Math.Clamp(sample, short.MinValue, short.MaxValue)));
    }

    private static double Frequency(int semitones) => 220 * Math.Pow(2, semitones / 12.0);

    // What still rings at the end is heard at the beginning: that is what hides the seam.
    private static void Strike(double[] mix, int at, double frequency, double level, int length)
    {
        for (var i = 0; i < length; i++)
        {
            var seconds = (double)i / Sound.Rate;
            var attack = Math.Min(seconds / 0.02, 1);
            var release = Math.Min((double)(length - i) / (Sound.Rate / 10), 1);
            var envelope = attack * release * Math.Exp(-2.2 * seconds * NoteSamples * 3 / length);
            var phase = 2 * Math.PI * frequency * seconds;
            mix[(at + i) % mix.Length] += level * envelope * (Math.Sin(phase) + 0.25 * Math.Sin(2 * phase));
        }
    }
}
