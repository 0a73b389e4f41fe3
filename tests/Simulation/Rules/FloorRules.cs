using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Floors;
using static CallCenter.Simulation.Rules.Rulebook;

namespace CallCenter.Simulation.Rules;

/// <summary>
/// B1: no more of a team have a rationed break than may, and each of them one. B2: an agent is on a break of the team's only by one that it was given, and a
/// break is given to who waits longest. B3: nothing is left of them when all have become ready.
/// </summary>
internal sealed class FloorRules
{
    private readonly SortedDictionary<long, ActorId> held = [];
    private readonly List<ActorId> waiting = [];
    private BreakQuota? quota;

    public void Check(Stored stored)
    {
        switch (stored.Event)
        {
            case FloorEvent.FloorConfigured e:
                quota = e.Settings?.Quotas.Items.SingleOrDefault();
                break;
            case FloorEvent.BreakAsked e:
                Require(!waiting.Contains(e.Agent), "B1", $"{e.Agent} waits twice");
                waiting.Add(e.Agent);
                break;
            case FloorEvent.BreakWithdrawn e:
                Require(waiting.Remove(e.Agent), "B1", $"{e.Agent} did not wait");
                break;
            case FloorEvent.BreakGiven e:
                Require(waiting.Count == 0 || waiting[0] == e.Agent, "B2", $"{e.Agent} overtook {waiting.FirstOrDefault()}");
                waiting.Remove(e.Agent);
                Require(!held.ContainsValue(e.Agent), "B1", $"{e.Agent} has two breaks");
                held.Add(e.Number, e.Agent);
                Require(held.Count <= quota!.Places(e.SignedIn), "B1", $"{held.Count} breaks");
                break;
            case FloorEvent.BreakEnded e:
                Require(held.Remove(e.Number), "B1", $"break {e.Number} ended and was not");
                break;
            case AgentEvent.BreakGranted e:
                Require(held.GetValueOrDefault(e.Number) == stored.Stream, "B2", $"{stored.Stream} is on break {e.Number}, which is {held.GetValueOrDefault(e.Number)}'s");
                break;
        }
    }

    public void CheckEnd()
    {
        Require(held.Count == 0, "B3", $"{held.Count} breaks are held though all agents are ready");
        Require(waiting.Count == 0, "B3", $"{waiting.Count} wait for a break though all have one");
    }
}
