namespace CallCenter.Actors.Reports;

/// <summary>A quarter of an hour, UTC, counted from 1970: the interval of reports. Days of any time zone of today are made of whole quarters.</summary>
public static class Quarter
{
    public const int Minutes = 15;
    public const int PerHour = 4;
    public const long Milliseconds = Minutes * 60_000L;

    public static int Of(DateTimeOffset at) => (int)Math.DivRem(at.ToUnixTimeMilliseconds(), Milliseconds).Quotient;

    public static DateTimeOffset Start(int quarter) => DateTimeOffset.FromUnixTimeMilliseconds(quarter * Milliseconds);

    /// <summary>The parts of a stretch in each quarter that it touches, in milliseconds. Both ends are cut to milliseconds, so that parts add up.</summary>
    public static IEnumerable<(int Quarter, long Milliseconds)> Split(DateTimeOffset from, DateTimeOffset to)
    {
        var (at, end) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        while (at < end)
        {
            var quarter = (int)(at / Milliseconds);
            var until = Math.Min(end, (quarter + 1) * Milliseconds);
            yield return (quarter, until - at);
            at = until;
        }
    }
}
