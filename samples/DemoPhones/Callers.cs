using System.Globalization;

namespace CallCenter.DemoPhones;

/// <summary>Callers arrive at random, independently of each other (a Poisson process), each with a number of its own.</summary>
internal sealed class Callers(Cast cast)
{
    /// <summary>Calls at a time; who would be more does not call.</summary>
    private const int CallersMax = 20_000;

    private readonly HashSet<Caller> present = [];
    private int arrived;
    private bool ending;
    private TimeSpan next;
    private long began;

    public int Present => present.Count;

    public void Begin()
    {
        if (cast.Options.CallsPerMinute <= 0 || cast.Options.Numbers.Count == 0)
            return;

        began = Cast.Now;
        Expect();
    }

    /// <summary>Nobody comes any more, and who is here leaves.</summary>
    public void End()
    {
        ending = true;
        foreach (var caller in present.ToArray())
        {
            caller.HangUp();
        }
    }

    // Due times come from the beginning, not from the last arrival: the rate holds however late the loop is.
    private void Expect()
    {
        next += cast.Chance.Around(TimeSpan.FromMinutes(1) / cast.Options.CallsPerMinute);
        var wait = next - Cast.Since(began);
        cast.Endpoint.Timers.Start(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Arrive);
    }

    private void Arrive()
    {
        if (ending)
            return;

        Expect();
        if (present.Count >= CallersMax)
        {
            cast.Chronicle.Count("calls not placed: too many at a time");
            return;
        }

        var number = string.Create(CultureInfo.InvariantCulture, $"138{++arrived:D8}");
        var caller = new Caller(cast, number, cast.Chance.OneOf(cast.Options.Numbers), gone => present.Remove(gone));
        present.Add(caller);
        caller.Begin();
    }
}
