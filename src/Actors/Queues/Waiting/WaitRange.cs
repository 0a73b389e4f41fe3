namespace CallCenter.Actors.Queues.Waiting;

/// <summary>An expected wait as it is told to people: rounded so far that it is rarely wrong. In the order of length. Written in journals: append only.</summary>
public enum WaitRange
{
    UnderOneMinute = 1,
    OneToTwoMinutes = 2,
    TwoToFiveMinutes = 3,
    FiveToTenMinutes = 4,
    OverTenMinutes = 5,
}

public static class WaitRanges
{
    public static WaitRange Of(TimeSpan expected) => expected.TotalMinutes switch
    {
        < 1 => WaitRange.UnderOneMinute,
        < 2 => WaitRange.OneToTwoMinutes,
        < 5 => WaitRange.TwoToFiveMinutes,
        < 10 => WaitRange.FiveToTenMinutes,
        _ => WaitRange.OverTenMinutes,
    };

    public static TimeSpan From(this WaitRange range) => TimeSpan.FromMinutes(range switch
    {
        WaitRange.OneToTwoMinutes => 1,
        WaitRange.TwoToFiveMinutes => 2,
        WaitRange.FiveToTenMinutes => 5,
        WaitRange.OverTenMinutes => 10,
        _ => 0,
    });

    /// <summary>Null: it has no end.</summary>
    public static TimeSpan? To(this WaitRange range) => range switch
    {
        WaitRange.UnderOneMinute => TimeSpan.FromMinutes(1),
        WaitRange.OneToTwoMinutes => TimeSpan.FromMinutes(2),
        WaitRange.TwoToFiveMinutes => TimeSpan.FromMinutes(5),
        WaitRange.FiveToTenMinutes => TimeSpan.FromMinutes(10),
        _ => null,
    };

    public static bool Holds(this WaitRange range, TimeSpan wait) => wait >= range.From() && !(wait > range.To());
}
