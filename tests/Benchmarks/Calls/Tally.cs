using CallCenter.Benchmarks.Measures;

namespace CallCenter.Benchmarks.Calls;

/// <summary>What was seen at the sockets since the last <see cref="Floor.Begin"/>, and what must never be seen.</summary>
internal sealed class Tally
{
    /// <summary>Caller's INVITE sent → agent's INVITE received.</summary>
    public Latencies ToAgent { get; } = new();

    /// <summary>Agent's BYE sent → its next INVITE received.</summary>
    public Latencies ToNext { get; } = new();

    /// <summary>Agent's BYE sent → its next INVITE received, where that call was waiting already.</summary>
    public Latencies TurnAround { get; } = new();

    /// <summary>Agent's INVITE received → its ACK received, by a phone that answers at once.</summary>
    public Latencies ToConnected { get; } = new();

    public int Placed { get; set; }

    /// <summary>Callers who hung up before an agent's phone rang.</summary>
    public int GaveUp { get; set; }

    /// <summary>Connected to one agent and ended by it.</summary>
    public int Completed { get; set; }

    /// <summary>Final failures, by status.</summary>
    public SortedDictionary<int, int> Refused { get; } = [];

    /// <summary>Ended by the center before an agent had it.</summary>
    public int Dropped { get; set; }

    /// <summary>Offers to an agent who was in a call.</summary>
    public int OffersWhileBusy { get; set; }

    /// <summary>Calls that came to a second agent.</summary>
    public int SecondAgents { get; set; }

    /// <summary>Messages of ours that nobody answered for 32 s.</summary>
    public int Unanswered { get; set; }

    /// <summary>Messages of ours that were sent again.</summary>
    public int Repeats { get; set; }

    public bool IsClean => Refused.Count == 0 && Dropped == 0 && OffersWhileBusy == 0 && SecondAgents == 0 && Unanswered == 0;

    public override string ToString() =>
        $"{Placed} placed, {Completed} completed, refused [{string.Join(", ", Refused.Select(pair => $"{pair.Key} × {pair.Value}"))}], {Dropped} dropped, {OffersWhileBusy} offers to busy agents, {SecondAgents} with a second agent, {Unanswered} unanswered, {Repeats} sent again";
}
