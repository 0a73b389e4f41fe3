using System.Text.Json.Serialization;

namespace CallCenter.Actors.Agents;

/// <summary>
/// The last offers that are over, so that what comes late is known as such. An offer that is forgotten has long passed its ring time,
/// and is not taken for that reason.
/// </summary>
public sealed record PastOffers
{
    public const int CountMax = 64;

    /// <summary>Offers that were held here, oldest first.</summary>
    [JsonInclude]
    internal EquatableArray<OfferId> Taken { get; init; } = [];

    /// <summary>Offers that were taken back before they were known, or came too late, oldest first.</summary>
    [JsonInclude]
    internal EquatableArray<OfferId> Barred { get; init; } = [];

    public bool WasTaken(OfferId offer) => Taken.Items.Contains(offer);

    public bool IsBarred(OfferId offer) => Barred.Items.Contains(offer);

    public PastOffers WithTaken(OfferId offer) => this with { Taken = With(Taken, offer) };

    public PastOffers WithBarred(OfferId offer) => this with { Barred = With(Barred, offer) };

    private static EquatableArray<OfferId> With(EquatableArray<OfferId> offers, OfferId offer) =>
        new((offers.Count < CountMax ? offers.Items : offers.Items.RemoveAt(0)).Add(offer));
}
