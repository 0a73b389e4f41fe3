using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Tests.Edge;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Tests.FourWays;

/// <summary>What happens next at an edge.</summary>
internal abstract record Step
{
    /// <summary>The core owes this from here on, until it is done: an edge that starts anew is asked again.</summary>
    internal sealed record Owes(string Key, LegCommand Command, ActorId Call) : Step;

    /// <summary>The far side says this; of an answer it is made from what was sent to it.</summary>
    internal sealed record Hears(Func<World, byte[]?> Message, Hop From) : Step;

    internal sealed record Waits(double Seconds) : Step;
}
