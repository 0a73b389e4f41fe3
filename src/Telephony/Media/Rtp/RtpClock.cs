namespace CallCenter.Telephony.Media.Rtp;

/// <summary>The one clock of all streams: monotonic, in samples of 8 kHz since the start.</summary>
internal sealed class RtpClock(TimeProvider time)
{
    private const long TicksPerSample = TimeSpan.TicksPerSecond / 8_000;

    private readonly long start = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(start);

    public long Samples => Elapsed.Ticks / TicksPerSample;

    public static TimeSpan Span(long samples) => TimeSpan.FromTicks(samples * TicksPerSample);
}
