using System.Globalization;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Queues.Waiting;

namespace CallCenter.Actors.Queues;

/// <summary>
/// The keys of what a queue owes. Of a stay: <c>wait/{stay}</c>, <c>widen/{ms}/{stay}</c>, <c>closes/{when}/{stay}</c>, the key of the <see cref="Clearing"/>,
/// <c>leave/{stay}</c>, and those of its announcements (<see cref="AnnouncementDuties"/>); of its offers: <c>exclusion/{offer}</c>, <c>reserve/{offer}</c>, <c>offer/{offer}</c>, then <c>cancel/{offer}</c>; and those of notices.
/// </summary>
internal static class QueueKeys
{
    public const string OfWait = "wait", OfWiden = "widen", OfCloses = "closes", OfLeave = "leave";
    public const string OfReserve = "reserve", OfOffer = "offer", OfCancel = "cancel", OfExclusion = "exclusion";

    public static string Wait(StayId stay) => string.Concat(OfWait, "/", stay.ToString());

    public static string Widen(StayId stay, TimeSpan moment) => string.Create(CultureInfo.InvariantCulture, $"{OfWiden}/{moment.TotalMilliseconds:0}/{stay}");

    public static string Closes(StayId stay, DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{OfCloses}/{at.UtcTicks}/{stay}");

    public static string Reserve(OfferId offer) => Named(OfReserve, offer);

    public static string Offer(OfferId offer) => Named(OfOffer, offer);

    public static string Cancel(OfferId offer) => Named(OfCancel, offer);

    public static string Exclusion(OfferId offer) => Named(OfExclusion, offer);

    /// <summary>What kind of duty it names.</summary>
    public static ReadOnlySpan<char> WhatOf(string key) => key.AsSpan(0, Math.Max(0, key.IndexOf('/')));

    /// <summary>It is about an offer, else about a stay.</summary>
    public static bool IsOfOffer(string key) => WhatOf(key) is OfReserve or OfOffer or OfCancel or OfExclusion;

    /// <summary>The stay or offer that it is about.</summary>
    public static ReadOnlySpan<char> SubjectOf(string key) => key.AsSpan(key.LastIndexOf('/') + 1);

    /// <summary>All that is owed because of this stay.</summary>
    public static List<string> Of(QueueState state, Stay stay)
    {
        var keys = new List<string>();
        if (stay.Leaving is not null)
        {
            keys.Add(QueueNotice.Left.KeyOf(stay.Id));
        }
        else
        {
            AddMoments(keys, state, stay);
        }

        foreach (var offer in stay.Offers)
        {
            AddOffer(keys, offer);
        }

        foreach (var exclusion in stay.Exclusions.Values)
        {
            keys.Add(Exclusion(exclusion.Offer));
        }

        return keys;
    }

    /// <summary>What is owed of an offer in progress.</summary>
    private static void AddOffer(List<string> keys, StayOffer offer)
    {
        if (!offer.IsReserved)
        {
            keys.Add(Reserve(offer.Id));
        }

        keys.Add(offer.IsRecalled ? Cancel(offer.Id) : Offer(offer.Id));
    }

    /// <summary>What is owed as long as no offer is in progress.</summary>
    public static void AddUnoffered(List<string> keys, QueueState state, Stay stay)
    {
        if (stay.ClosesAt is { } closes)
        {
            keys.Add(Closes(stay.Id, closes));
        }

        if (Clearing.Of(state) is { } clearing)
        {
            keys.Add(clearing.KeyOf(stay.Id));
        }

        keys.AddRange(AnnouncementDuties.KeysOf(stay));
    }

    private static void AddMoments(List<string> keys, QueueState state, Stay stay)
    {
        if (stay is { WaitUntil: not null, IsRecalling: false })
        {
            keys.Add(Wait(stay.Id));
        }

        if (Reach.Next(stay.Call, state.Settings, stay.Widened) is { } moment)
        {
            keys.Add(Widen(stay.Id, moment));
        }

        if (stay.Offer is null)
        {
            AddUnoffered(keys, state, stay);
        }
    }

    private static string Named(string what, OfferId offer) => string.Create(CultureInfo.InvariantCulture, $"{what}/{offer.Stay.Call}.{offer.Stay.Number}.{offer.Attempt}");
}
