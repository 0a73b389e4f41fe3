using System.Globalization;
using CallCenter.Actors.Calls;
using C = CallCenter.Actors.Queues.QueueCommand;

namespace CallCenter.Actors.Queues.Waiting;

/// <summary>
/// Of a stay that waits: <c>announce/{n}/{stay}</c>, the time of its next announcement, and <c>say/{n}/{stay}</c>, the last one to its call, which
/// knows by the number whether it has had it. Neither is owed while a phone rings for it.
/// </summary>
internal static class AnnouncementDuties
{
    public const string OfNext = "announce", OfLast = "say";

    public static Duty? Of(Stay stay, string key)
    {
        if (stay is not { Offer: null, Leaving: null, Told: { } told })
        {
            return null;
        }

        var (next, last) = (told.Count + 1, told.Count);
        return told.NextAt is { } at && key == WakeKey(stay.Id, next) ? new Duty.Wake(key, at, new C.AnnounceWait(stay.Id, next))
            : told.Saying is { } what && key == SayKey(stay.Id, last) ? new Duty.Deliver(key, stay.Call.Call, new CallCommand.Announce(stay.Id, last, what, told.SaidAt))
            : null;
    }

    public static string[] KeysOf(Stay stay) => stay.Told is { } told ? [WakeKey(stay.Id, told.Count + 1), SayKey(stay.Id, told.Count)] : [];

    /// <summary>The number before this one may still be owed.</summary>
    public static string[] Touched(StayId stay, int number) => [WakeKey(stay, number), WakeKey(stay, number + 1), SayKey(stay, number - 1), SayKey(stay, number)];

    private static string WakeKey(StayId stay, int number) => string.Create(CultureInfo.InvariantCulture, $"{OfNext}/{number}/{stay}");

    private static string SayKey(StayId stay, int number) => string.Create(CultureInfo.InvariantCulture, $"{OfLast}/{number}/{stay}");
}
