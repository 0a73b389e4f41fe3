using System.Text.Json.Serialization;
using CallCenter.Actors.Calls;

namespace CallCenter.Actors.Queues;

/// <summary>What somebody must still hear from the queue about a stay or offer that it has no more of its own. Kept until it is answered.</summary>
[JsonDerivedType(typeof(Left), "left")]
[JsonDerivedType(typeof(Withdrawn), "withdrawn")]
public abstract record QueueNotice
{
    private QueueNotice()
    {
    }

    public abstract string Key { get; }

    /// <summary>The call was turned away at the door.</summary>
    public sealed record Left(StayId Stay, ActorId Call, LeaveReason Reason, OverflowTarget? To, StayEnd End) : QueueNotice
    {
        public override string Key => KeyOf(Stay);

        public CallCommand.LeaveQueue Message => new(Stay, Reason, To, End);

        public static string KeyOf(StayId stay) => $"{QueueKeys.OfLeave}/{stay}";
    }

    /// <summary>The agent need not hold itself: the Reserve may still be on its way.</summary>
    public sealed record Withdrawn(OfferId Offer, ActorId Agent) : QueueNotice
    {
        public override string Key => KeyOf(Offer);

        public static string KeyOf(OfferId offer) => $"withdraw/{offer}";
    }
}
