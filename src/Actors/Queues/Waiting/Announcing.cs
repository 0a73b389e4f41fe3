using static CallCenter.Actors.Decide;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Queues.Waiting;

/// <summary>
/// What a caller is told when its time has come. A place only when it is not worse than the last one, in whichever queue (RELIABILITY Q7). A longer wait than before only
/// once the time told before is over: until then that may still come true, and nothing is said of it.
/// </summary>
internal static class Announcing
{
    /// <summary>As a stay enters: the first announcement, where there are any and the caller can hear them.</summary>
    public static Told? AtEntry(QueueState state, E.CallQueued e) =>
        state.Settings?.Announce is { } rule && !e.Call.CannotHear ? new Told(0, e.At + rule.FirstAfter) { Position = e.Call.ToldPosition } : null;

    public static Decision<E> Due(QueueState state, Stay? stay, int number, DateTimeOffset now)
    {
        if (stay is not { Offer: null, Leaving: null, Told: { NextAt: { } due } told } || number != told.Count + 1 || now < due)
        {
            return AlreadySo<E>();
        }

        if (state.Settings?.Announce is not { } rule)
        {
            return Accept<E>(new E.NothingAnnounced(now, stay.Id, number));
        }

        var expected = rule.ExpectedWait ? ExpectedWait.Of(state, stay, now) : null;
        var what = new Announcement(ComfortOf(rule, number), rule.Position ? PositionOf(state, stay, told, rule) : null, WaitOf(told, expected, rule, now))
        {
            Language = rule.Language,
            Voice = rule.Voice.Length == 0 ? null : rule.Voice,
        };
        return what.SaysNothing
            ? Accept<E>(new E.NothingAnnounced(now, stay.Id, number))
            : Accept<E>(new E.Announced(now, stay.Id, number, what) { Expected = what.Wait is null ? null : expected });
    }

    /// <summary>The stay once this was said; when it is told more is as the rule in force has it.</summary>
    public static Stay Said(QueueState state, Stay stay, E.Announced e)
    {
        var told = Next(state, stay, e.Number, e.At) with { Saying = e.What, SaidAt = e.At };
        return stay with
        {
            Told = told with
            {
                Position = e.What.Position ?? told.Position,
                Wait = e.What.Wait ?? told.Wait,
                WaitAt = e.What.Wait is null ? told.WaitAt : e.At,
            },
            Forecast = e.Expected is { } expected ? new Forecast(e.At, expected) { IsTold = true } : stay.Forecast,
        };
    }

    public static Stay NotSaid(QueueState state, Stay stay, E.NothingAnnounced e) => stay with { Told = Next(state, stay, e.Number, e.At) };

    private static Told Next(QueueState state, Stay stay, int number, DateTimeOffset at) =>
        (stay.Told ?? new Told(0, null)) with { Count = number, NextAt = at + state.Settings?.Announce?.Every, Saying = null };

    private static string? ComfortOf(AnnounceRule rule, int number) => rule.Comfort.Count == 0 ? null : rule.Comfort[(number - 1) % rule.Comfort.Count];

    private static int? PositionOf(QueueState state, Stay stay, Told told, AnnounceRule rule)
    {
        var position = Crowd.Before(state, stay) + 1;
        return position > Announcement.PositionMax || (told.Position is { } last && !IsBetter(position, last, rule)) ? null : position;
    }

    private static bool IsBetter(int position, int last, AnnounceRule rule) =>
#if PLANTED
        PlantedDefects.Has(Planted.WorsePositionTold) ||
#endif
        position <= last - rule.ChangeMin;

    private static WaitRange? WaitOf(Told told, TimeSpan? expected, AnnounceRule rule, DateTimeOffset now)
    {
        if (expected is not { } wait)
        {
            return null;
        }

        var range = WaitRanges.Of(wait);
        return told.Wait is not { } before || range < before || (range == before && rule.ChangeMin == 0) || told.WaitAt + before.To() <= now ? range : null;
    }
}
