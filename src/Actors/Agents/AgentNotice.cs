using System.Globalization;
using System.Text.Json.Serialization;

namespace CallCenter.Actors.Agents;

/// <summary>What somebody must still hear from the agent about something that it has no more of its own. Kept until it is answered.</summary>
[JsonDerivedType(typeof(LeftPhone), "left_phone")]
[JsonDerivedType(typeof(LeftQueue), "left_queue")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(LeftBreak), "left_break")]
public abstract record AgentNotice
{
    private AgentNotice()
    {
    }

    public abstract string Key { get; }

    /// <summary>The phone: nobody sits there any more.</summary>
    public sealed record LeftPhone(string Phone, int SignIn) : AgentNotice
    {
        public override string Key => KeyOf(SignIn);

        public static string KeyOf(int signIn) => string.Create(CultureInfo.InvariantCulture, $"detach/{signIn}");
    }

    /// <summary>A queue: the agent serves it no more, or is signed out.</summary>
    public sealed record LeftQueue(string Queue, long Epoch) : AgentNotice
    {
        public override string Key => KeyOf(Queue, Epoch);

        public static string KeyOf(string queue, long epoch) => string.Create(CultureInfo.InvariantCulture, $"left/{queue}/{epoch}");
    }

    /// <summary>The floor: the break is over.</summary>
    public sealed record LeftBreak(string Team, long Number) : AgentNotice
    {
        public override string Key => string.Create(CultureInfo.InvariantCulture, $"break-over/{Number}");
    }

    /// <summary>The queue: the offer led nowhere (the call would not have it, or it came too late to ring).</summary>
    public sealed record Failed(OfferId Offer, ActorId Queue, Queues.OfferEnd End) : AgentNotice
    {
        public override string Key => KeyOf(Offer);

        public static string KeyOf(OfferId offer) => $"failed/{offer}";
    }
}
