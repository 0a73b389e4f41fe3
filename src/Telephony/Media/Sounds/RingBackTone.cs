namespace CallCenter.Telephony.Media.Sounds;

/// <summary>
/// What an agent hears while the customer's phone rings and the network says nothing of it: 450 Hz, one second of five, as in China (ITU-T E.180). Made, not
/// shipped; a file of its name replaces it.
/// </summary>
internal static class RingBackTone
{
    public const double Hertz = 450;

    private const double Level = 4_000;
    private const int OnSamples = Sound.Rate;
    private const int PeriodSamples = 5 * Sound.Rate;

    public static Sound Compose(string name)
    {
        var samples = new short[PeriodSamples];
        for (var i = 0; i < OnSamples; i++)
        {
            var edge = Math.Min(Math.Min(i, OnSamples - i) / (double)(Sound.Rate / 100), 1);
            samples[i] = (short)(Level * edge * Math.Sin(2 * Math.PI * Hertz * i / Sound.Rate));
        }

        return new Sound(name, samples);
    }
}
