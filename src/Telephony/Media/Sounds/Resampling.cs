namespace CallCenter.Telephony.Media.Sounds;

/// <summary>Any rate to 8 kHz by a Hann-windowed sinc, once at load. Cuts off just below half the lower of the two rates.</summary>
internal static class Resampling
{
    public const int RateMin = 4_000;
    public const int RateMax = 192_000;

    private const int ZeroCrossings = 12;
    private const double Margin = 0.92;

    public static short[] To8K(short[] samples, int rate)
    {
        if (rate == Sound.Rate)
            return samples;

        var resampled = new short[(int)((long)samples.Length * Sound.Rate / rate)];
        var cutoff = Margin * Math.Min(1.0, (double)Sound.Rate / rate);
        var reach = ZeroCrossings / cutoff;
        for (var i = 0; i < resampled.Length; i++)
        {
            resampled[i] = At(samples, (double)i * rate / Sound.Rate, cutoff, reach);
        }

        return resampled;
    }

    private static short At(short[] samples, double position, double cutoff, double reach)
    {
        var first = Math.Max((int)Math.Ceiling(position - reach), 0);
        var last = Math.Min((int)Math.Floor(position + reach), samples.Length - 1);
        var sum = 0.0;
        for (var i = first; i <= last; i++)
        {
            var distance = i - position;
            var window = 0.5 + 0.5 * Math.Cos(Math.PI * distance / reach);
            sum += samples[i] * window * cutoff * Sinc(cutoff * distance);
        }

        return (short)Math.Clamp(Math.Round(sum), short.MinValue, short.MaxValue);
    }

    private static double Sinc(double x) => Math.Abs(x) < 1e-9 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
