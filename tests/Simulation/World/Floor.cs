using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Phones;
using CallCenter.Cluster;

namespace CallCenter.Simulation.World;

/// <summary>Callers and agents' phones: what a SIP peer remembers, by dialog. Every repeat of a request meets the same memory.</summary>
internal sealed class Floor(VirtualTime time, Random random)
{
    private readonly SortedDictionary<string, SimulatedPhone> dialogs = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SimulatedCaller> callers = new(StringComparer.Ordinal);

    /// <summary>Phones that cannot be reached now, by contact.</summary>
    public SortedSet<string> Gone { get; } = new(StringComparer.Ordinal);

    /// <summary>From now on phones answer soon and nobody gives up: the world heals.</summary>
    public bool IsHealing { get; set; }

    public IEnumerable<SimulatedCaller> Callers => callers.Values;

    public void Add(SimulatedCaller caller) => callers.Add(caller.Call.Key, caller);

    public void Signal(ICenter center, ActorId call, LegCommand command, Action<PerformOutcome> report)
    {
        switch (command)
        {
            case LegCommand.RespondToInvite respond:
                callers[call.Key].Responded(respond.Status, report);
                break;
            case LegCommand.SendInvite invite:
                Phone(center, call, invite).Invited(invite);
                break;
            case LegCommand.SendCancel cancel:
                Known(cancel.Dialog)?.Cancelled();
                break;
            case LegCommand.SendAck:
                report(PerformOutcome.Done);
                break;
            case LegCommand.SendBye { Leg: 0 }:
                callers[call.Key].Ended();
                report(PerformOutcome.Done);
                break;
            case LegCommand.SendBye bye:
                Known(bye.Dialog)?.Ended();
                report(PerformOutcome.Done);
                break;
            case LegCommand.SendTalk talk:
                report(Known(talk.Dialog)?.ToldToAnswer() ?? false ? PerformOutcome.Done : PerformOutcome.Failed);
                break;
            case LegCommand.SendDigits:
                report(random.Next(4) == 0 ? PerformOutcome.Failed : PerformOutcome.Done);
                break;
            case LegCommand.SendReinvite:
            case LegCommand.SendNotify:
                report(PerformOutcome.Done);
                break;
            case LegCommand.SendAudit audit:
                var known = audit.Leg == 0 ? callers[call.Key].IsUp : Known(audit.Dialog)?.IsUp ?? false;
                report(known ? PerformOutcome.Done : PerformOutcome.Failed);
                break;
        }
    }

    public void Probe(PhoneProbe probe, Action<PerformOutcome> report)
    {
        if (!Gone.Contains(probe.Contact))
        {
            report(PerformOutcome.Done);
        }
    }

    /// <summary>The INVITE has reached its phone.</summary>
    public bool Knows(LegCommand.SendInvite invite) => dialogs.ContainsKey(invite.Dialog.CallId);

    private SimulatedPhone? Known(Dialog dialog) => dialogs.GetValueOrDefault(dialog.CallId);

    private SimulatedPhone Phone(ICenter center, ActorId call, LegCommand.SendInvite invite)
    {
        if (!dialogs.TryGetValue(invite.Dialog.CallId, out var phone))
        {
            dialogs.Add(invite.Dialog.CallId, phone = new SimulatedPhone(this, center, time, random, call, invite));
        }

        return phone;
    }
}
