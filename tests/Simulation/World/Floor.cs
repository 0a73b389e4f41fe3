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
    private readonly Dictionary<(string CallId, string Tag, uint CSeq), CallCommand> refreshed = [];

    /// <summary>Phones that cannot be reached now, by contact.</summary>
    public SortedSet<string> Gone { get; } = new(StringComparer.Ordinal);

    /// <summary>From now on phones answer soon and nobody gives up: the world heals.</summary>
    public bool IsHealing { get; set; }

    public IEnumerable<SimulatedCaller> Callers => callers.Values;

    /// <summary>The customer of this call hung up or cancelled by itself: a caller, or somebody whom an agent called.</summary>
    public bool HasLeft(ActorId call) =>
        callers.GetValueOrDefault(call.Key) is { IsCustomer: true, HasLeft: true } || dialogs.Values.Any(phone => phone.IsCustomerOf(call) && phone.HasLeft);

    public void Add(SimulatedCaller caller) => callers.Add(caller.Call.Key, caller);

    public void Signal(ICenter center, ActorId call, LegCommand command, Action<PerformOutcome> report)
    {
        switch (command)
        {
            case LegCommand.RespondToInvite respond:
                callers[call.Key].Responded(respond, report);
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
            case LegCommand.SendBye bye when Known(bye.Dialog) is { } phone:
                phone.Ended();
                report(PerformOutcome.Done);
                break;
            case LegCommand.SendBye:
                callers.GetValueOrDefault(call.Key)?.Ended();
                report(PerformOutcome.Done);
                break;
            case LegCommand.SendTalk talk:
                report(Known(talk.Dialog)?.ToldToAnswer() ?? false ? PerformOutcome.Done : PerformOutcome.Failed);
                break;
            case LegCommand.SendDigits:
                report(random.Next(4) == 0 ? PerformOutcome.Failed : PerformOutcome.Done);
                break;
            case LegCommand.SendReinvite reinvite:
                center.Tell(call, Refreshed(call, reinvite.Leg, reinvite.Dialog, reinvite.SessionSeconds));
                report(PerformOutcome.Done);
                break;
            case LegCommand.SendUpdate update:
                center.Tell(call, Refreshed(call, update.Leg, update.Dialog, update.SessionSeconds));
                report(PerformOutcome.Done);
                break;
            case LegCommand.SendPrack prack:
                Known(prack.Dialog)?.Acknowledged(prack.RSeq);
                report(PerformOutcome.Done);
                break;
            case LegCommand.SendNotify:
                report(PerformOutcome.Done);
                break;
            case LegCommand.SendAudit audit:
                var known = Known(audit.Dialog)?.IsUp ?? callers.GetValueOrDefault(call.Key)?.IsUp ?? false;
                report(known ? PerformOutcome.Done : PerformOutcome.Failed);
                break;
        }
    }

    /// <summary>What the far end makes of a re-INVITE or UPDATE that refreshes: the same of the same. Who has hung up knows no such dialog.</summary>
    private CallCommand Refreshed(ActorId call, int leg, Dialog dialog, uint? seconds)
    {
        var key = (dialog.CallId, dialog.LocalTag, dialog.LocalCSeq);
        if (!refreshed.TryGetValue(key, out var said))
        {
            var isUp = Known(dialog)?.IsUp ?? callers.GetValueOrDefault(call.Key)?.IsUp ?? false;
            refreshed.Add(key, said = (isUp, random.Next(10)) switch
            {
                (false, _) => new CallCommand.RecordReinviteFailed(leg, dialog.LocalCSeq, 481),
                (_, 0) => new CallCommand.RecordReinviteFailed(leg, dialog.LocalCSeq, 491),
                (_, 1) => new CallCommand.RecordReinviteFailed(leg, dialog.LocalCSeq, 405),
                (_, 2) => new CallCommand.RecordReinviteFailed(leg, dialog.LocalCSeq, 422) { SecondsMin = 40 },
                (_, 3) => new CallCommand.RecordReinviteFailed(leg, dialog.LocalCSeq, 500),
                var (_, mood) => new CallCommand.RecordReinviteAnswer(leg, dialog.LocalCSeq, null, null) { SessionSeconds = mood == 4 ? null : seconds, SessionIsOurs = mood != 5 },
            });
        }

        return said;
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
