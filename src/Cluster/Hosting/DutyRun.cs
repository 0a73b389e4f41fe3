using System.Diagnostics;
using CallCenter.Actors;
using CallCenter.Cluster.Tracing;

namespace CallCenter.Cluster.Hosting;

/// <summary>One duty being carried out for one incarnation of an actor. Ended by state, by a drop, or by a roll-back; never comes back.</summary>
internal sealed class DutyRun(DutyRunner runner, Activation owner, Duty duty, long id) : Due
{
    public Activation Owner { get; } = owner;

    public Duty Duty { get; } = duty;

    /// <summary>Names this run to whoever answers, so that an answer to an earlier incarnation is nobody's.</summary>
    public long Id { get; } = id;

    public bool IsAlive { get; set; } = true;

    /// <summary>Tries since it began or since it last got on.</summary>
    public int Attempt { get; set; }

    /// <summary>The lane's head when it was last sent: its answer cannot be durable before that is.</summary>
    public long SentAt { get; set; }

    /// <summary>The lane position of the decision that it began with; 0 when that was durable. Nothing of it leaves the node before.</summary>
    public long RestsOn { get; init; }

    /// <summary>W3C traceparent of the turn that it began with; null when nobody follows it, and after a recovery.</summary>
    public string? Trace { get; init; }

    /// <summary>Of what it has outside this node: a message over a link, a perform.</summary>
    public Activity? Span { get; set; }

    /// <summary>The shard of another node that its message waits for, <see cref="Outbound.Ports"/>, <see cref="Outbound.Held"/>, or <see cref="Outbound.Nowhere"/>.</summary>
    public int Shard { get; set; } = Outbound.Nowhere;

    /// <summary>Its result as a command to the owner, told again until the duty ends.</summary>
    public object? Report { get; set; }

    /// <summary>Done as far as this incarnation knows; the state still lists it.</summary>
    public bool IsDone { get; set; }

    /// <summary>Cancelled when the state no longer owes it.</summary>
    public CancellationTokenSource? Ended { get; set; }

    /// <summary>Nothing of it is outside any more.</summary>
    public void Rest()
    {
        Span.End();
        Span = null;
    }

    public override void Fire() => runner.Fired(this);
}
