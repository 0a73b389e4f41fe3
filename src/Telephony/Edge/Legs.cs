using System.Diagnostics;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Phones;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transactions;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Edge;

/// <summary>Carries out what calls and phones ask for. Every message is built from the command alone, so a repeat after a restart is a retransmission. On the loop only.</summary>
internal sealed class Legs(EdgeParts edge)
{
    private static readonly TimeSpan ProgressPause = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(ActorId Call, int Leg), Outgoing> outgoing = [];
    private readonly Reinvites reinvites = new(edge);

    /// <summary>True: done. False: it failed for good.</summary>
    /// <exception cref="TimeoutException">It could not be reported, or there is no room for it now: ask again.</exception>
    public Task<bool> Perform(ActorId call, LegCommand command, bool standsIn, CancellationToken ended) => command switch
    {
        LegCommand.RespondToInvite respond => Respond(respond, ended),
        LegCommand.SendInvite invite => Invite(call, invite, standsIn),
        LegCommand.SendCancel cancel => Cancel(call, cancel),
        LegCommand.SendAck ack => edge.Acknowledgements.Send(ack.Dialog, ack.CSeq),
        LegCommand.SendBye bye => Bye(bye),
        LegCommand.SendAudit audit => Audit(audit),
        LegCommand.SendReinvite reinvite => reinvites.Perform(call, reinvite),
        LegCommand.SendUpdate update => reinvites.Perform(call, update),
        LegCommand.SendNotify notify => Notify(notify),
        LegCommand.SendPrack prack => Acknowledge(prack),
        LegCommand.SendTalk talk => edge.Orders.Talk(talk),
        LegCommand.SendDigits digits => edge.Orders.Press(digits),
        _ => throw new UnreachableException($"{command}"),
    };

    /// <summary>
    /// A 2xx that no transaction waits for: the answer to an INVITE of an earlier run or of another edge, or one that was put away. Its branch names
    /// the call, which acknowledges and ends what it does not want. A call that has it already thinks it acknowledged: the ACK did not arrive, and
    /// goes again. One that knows no such answer leaves it to the edge to end it.
    /// </summary>
    public async Task Strayed(SipResponse response, Hop from)
    {
        if (response is not { IsSuccess: true } || response.CSeq.Method != SipMethod.Invite || edge.Acknowledgements.Repeat(response) || edge.Teller.IsFull)
        {
            return;
        }

        if (CallIdentity.TokenOf(response.TopVia.Branch) is { } token && edge.Plan.Scope(token.Scope) is var (tenant, site))
        {
            var answer = AnswerReader.Of(response, response.To.WithoutTag().Address);
            var told = await edge.Teller.Tell(ActorId.Call(tenant, token.CallKey, site), new CallCommand.RecordAnswer(token.Leg, answer), TimeSpan.FromSeconds(1));
            if (told is SignalAnswer.Answered)
            {
                await edge.Acknowledgements.Send(AnswerReader.Dialog(response, answer, token, from), response.CSeq.Number);
            }
            else if (told is SignalAnswer.Refused { Reason: var reason } && !reason.IsOfTheEngine())
            {
                await edge.PutAway(AnswerReader.Dialog(response, answer, token, from));
            }
        }
    }

    private async Task<bool> Respond(LegCommand.RespondToInvite command, CancellationToken ended)
    {
        if (Hop.Of(command.Seed.Flow) is not { } from)
        {
            return false;
        }

        var transaction = edge.Layer.Restore(ArrivalReader.Restored(command.Seed), from);
        var response = edge.Replies.OfDialog(
            transaction.Request, command.Status, command.Dialog.LocalTag, command.Dialog.Token, command.Seed.Flow.Transport, command.Sdp);
        switch (command.Status)
        {
            case < 200 when command.RSeq is { } number:
                return await UntilAcknowledged(transaction, ReliableResponse.Asking(response, number), ended);
            case < 200:
                transaction.Respond(response);
                RemindLater(transaction, response);
                return true;
            case < 300:
                return edge.Acceptances.IsFull
                    ? throw new TimeoutException("Too many 2xx wait for their ACK.")
                    : await edge.Acceptances.UntilAcknowledged(transaction, response, ended);
            default:
                var settled = new TaskCompletionSource();
                transaction.Settled += () => settled.TrySetResult();
                transaction.Respond(response);
                await (transaction.IsSettled ? Task.CompletedTask : settled.Task.WaitAsync(ended));
                return true;
        }
    }

    /// <summary>"it is retransmitted … with an exponentially backed off interval … starting with T1", for 64·T1 (RFC 3262 section 3); its PRACK ends the duty.</summary>
    private async Task<bool> UntilAcknowledged(ServerTransaction transaction, SipResponse response, CancellationToken ended)
    {
        var begun = edge.Clock.GetTimestamp();
        for (var pause = edge.Options.Times.T1; edge.Patience - edge.Clock.GetElapsedTime(begun) is var left && left > TimeSpan.Zero; pause *= 2)
        {
            transaction.Respond(response);
            await edge.Timers.Delay(pause < left ? pause : left, ended);
        }

        return false;
    }

    /// <summary>
    /// "the UAS … MUST send a non-100 provisional response at every minute" (RFC 3261 13.3.1.1): else proxies on the way give the waiting caller up.
    /// </summary>
    private void RemindLater(ServerTransaction transaction, SipResponse response) => edge.Timers.Start(ProgressPause, () =>
    {
        if (!transaction.IsOver && transaction.LastStatus == response.Status)
        {
            transaction.Respond(response);
            RemindLater(transaction, response);
        }
    });

    private async Task<bool> Invite(ActorId call, LegCommand.SendInvite command, bool standsIn)
    {
        if (Begin(call, command.Leg, command.Dialog, invite => !IsOpen(call, command, standsIn) ? invite.Refuse() : standsIn ? invite.TakeOver(command) : invite.Send(command)) is not { } entry)
        {
            throw new TimeoutException("Too many INVITEs are under way.");
        }

        return await entry.Report();
    }

    /// <summary>By a trunk that has a channel left, and is not silent while there are others. What another edge has sent is beyond that question.</summary>
    private bool IsOpen(ActorId call, LegCommand.SendInvite command, bool standsIn) => command.Trunk is not { } trunk || standsIn
        || (!(command.HasOthers && edge.Trunks.IsSilent(call.Tenant, trunk)) && edge.Trunks.Takes(call, trunk, command.Leg));

    private async Task<bool> Cancel(ActorId call, LegCommand.SendCancel command)
    {
        if (Begin(call, command.Leg, command.Dialog, invite => invite.Resume()) is not { } entry)
        {
            throw new TimeoutException("Too many INVITEs are under way.");
        }

        entry.Invite.Cancel();
        return await entry.Report();
    }

    private async Task<bool> Bye(LegCommand.SendBye command)
    {
        var bye = DialogRequest.Of(command.Dialog, SipMethod.Bye, command.CSeq);
        if (command.Reason is { } reason)
        {
            bye = bye.WithHeader(HeaderNames.Reason, reason);
        }

        return await edge.Requester.Ask(bye, CallIdentity.BranchOf(command.Dialog, SipMethod.Bye, command.CSeq), command.Dialog.Flow) is not null;
    }

    private async Task<bool> Acknowledge(LegCommand.SendPrack command)
    {
        var prack = DialogRequest.Of(command.Dialog, SipMethod.Prack, command.Dialog.LocalCSeq).WithHeader(HeaderNames.RAck, ReliableResponse.Acknowledging(command.RSeq, command.Invite));
        return await edge.Requester.Ask(prack, CallIdentity.BranchOf(command.Dialog, SipMethod.Prack, command.Dialog.LocalCSeq), command.Dialog.Flow) is not null;
    }

    private async Task<bool> Audit(LegCommand.SendAudit command)
    {
        var options = DialogRequest.Of(command.Dialog, SipMethod.Options, command.CSeq);
        var response = await edge.Requester.Ask(options, CallIdentity.BranchOf(command.Dialog, SipMethod.Options, command.CSeq), command.Dialog.Flow);
        return response is not (null or { Status: 481 or 408 });
    }

    /// <summary>The only NOTIFY of the subscription that the REFER made (RFC 3515 section 2.4.7).</summary>
    private async Task<bool> Notify(LegCommand.SendNotify command)
    {
        var notify = DialogRequest.Of(command.Dialog, SipMethod.Notify, command.CSeq);
        notify = notify
            .With(notify.Headers.Add(HeaderNames.Event, "refer").Add(HeaderNames.SubscriptionState, "terminated;reason=noresource"))
            .WithBody("message/sipfrag;version=2.0", "SIP/2.0 200 OK\r\n"u8.ToArray());
        return await edge.Requester.Ask(notify, CallIdentity.BranchOf(command.Dialog, SipMethod.Notify, command.CSeq), command.Dialog.Flow, command.Dialog.Token) is not null;
    }

    /// <summary>The INVITE of this leg: the one under way, or a new one. Kept for 64·T1 after its end, for what still comes of it.</summary>
    private Outgoing? Begin(ActorId call, int leg, Dialog dialog, Func<OutgoingInvite, Task> begin)
    {
        if (outgoing.TryGetValue((call, leg), out var known))
        {
            return known;
        }

        if (outgoing.Count >= edge.Options.LegsMax)
        {
            return null;
        }

        var entry = new Outgoing(edge, call, new OutgoingInvite(edge, call, leg, dialog));
        outgoing.Add((call, leg), entry);
        edge.Loop.Spawn(Carry(entry, (call, leg), begin));
        return entry;
    }

    private async Task Carry(Outgoing entry, (ActorId Call, int Leg) key, Func<OutgoingInvite, Task> begin)
    {
        try
        {
            await begin(entry.Invite);
            await entry.Invite.Outcome;
            edge.Loop.Spawn(entry.Report());
        }
        catch
        {
            // Built from what it was given it could not be sent: there is no way to such an address.
            entry.Invite.Fail(503);
            throw;
        }
        finally
        {
            edge.Timers.Start(edge.Patience, () => outgoing.Remove(key));
        }
    }

    /// <summary>An INVITE with the report of its end: told once, and again for who asks while it could not be told.</summary>
    private sealed class Outgoing(EdgeParts edge, ActorId call, OutgoingInvite invite)
    {
        private Task<bool>? telling;

        public OutgoingInvite Invite { get; } = invite;

        public async Task<bool> Report()
        {
            var end = await Invite.Outcome;
            if (telling is null or { IsFaulted: true })
            {
                telling = Tell(end);
            }

            return await telling;
        }

        private async Task<bool> Tell(CallCommand end)
        {
            switch (await edge.Teller.Tell(call, end, edge.Patience, insist: true))
            {
                case SignalAnswer.Unknown:
                    throw new TimeoutException("The end of an INVITE could not be told.");
                case SignalAnswer.Refused when end is CallCommand.RecordAnswer { Answer: var refused }:
                    // It has another answer, or forgot the leg: an INVITE that two edges sent, one for the other, was answered twice.
                    edge.Loop.Spawn(Invite.PutAway(refused));
                    return true;
                default:
                    return true;
            }
        }
    }
}
