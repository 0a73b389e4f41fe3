using CallCenter.Simulation.Truth.Formulas;

namespace CallCenter.Simulation.Truth.Floor;

/// <summary>Who works on a calm floor, and how.</summary>
/// <param name="Agents">How many; each is ready as soon as the run begins. Named from 0.</param>
internal sealed record CalmTerms(int Agents)
{
    /// <summary>The kinds of call that each can serve, and how fast; null: everything, and all alike.</summary>
    public ServiceGraph? Graph { get; init; }

    /// <summary>How long each phone rings before it is answered.</summary>
    public TimeSpan Ring { get; init; }

    /// <summary>How long an agent writes after each call.</summary>
    public TimeSpan WrapUp { get; init; }

    /// <summary>From the answer to the end, when this agent serves it.</summary>
    public TimeSpan TalkOf(int agent, DrawnCall call) => Graph is null ? call.Talk : call.Talk / Graph.Service[agent];

    /// <summary>So much of its agent's time each call takes besides the talk.</summary>
    public TimeSpan Overhead => Ring + WrapUp;
}
