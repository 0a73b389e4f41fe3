using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Sdp;
using CallCenter.Telephony.Transactions;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// Our INVITEs within dialogs (RFC 3261 section 14) and UPDATEs (RFC 3311): each is sent, a 2xx to an INVITE acknowledged, and its one end told. Its bytes follow
/// from the command, so one that an earlier run had sent goes on as a retransmission. On the loop only.
/// </summary>
internal sealed class Reinvites(EdgeParts edge)
{
    private const int NoWay = 503;
    private const int TooLate = 504;
    private const int Silence = 408;

    /// <exception cref="TimeoutException">Its end could not be told: ask again.</exception>
    public Task<bool> Perform(ActorId call, LegCommand.SendReinvite command)
    {
        var invite = DialogRequest.Of(command.Dialog, SipMethod.Invite, command.Dialog.LocalCSeq)
            .WithHeader(HeaderNames.Allow, Replies.Powers.Allow)
            .WithBody(SdpWriter.ContentType, SdpWriter.Offer(command.Sdp));
        return Perform(call, new Asked(command.Leg, command.Dialog, SessionTimer.Telling(invite, command.SessionSeconds, command.SessionIsOurs)));
    }

    /// <exception cref="TimeoutException">Its end could not be told: ask again.</exception>
    public Task<bool> Perform(ActorId call, LegCommand.SendUpdate command)
    {
        var update = DialogRequest.Of(command.Dialog, SipMethod.Update, command.Dialog.LocalCSeq).WithHeader(HeaderNames.Allow, Replies.Powers.Allow);
        return Perform(call, new Asked(command.Leg, command.Dialog, SessionTimer.Telling(update, command.SessionSeconds, command.SessionIsOurs)));
    }

    private async Task<bool> Perform(ActorId call, Asked asked)
    {
        await Send(asked);
        // A far end that rings on an established dialog has forgotten it, or asks somebody: the call goes on as it is.
        var limit = edge.Timers.Start(edge.Patience, () => asked.Fail(TooLate));
        var end = await asked.Final.Task;
        limit.Stop();
        return await edge.Teller.Tell(call, end, edge.Patience, insist: true) is SignalAnswer.Unknown
            ? throw new TimeoutException("The end of a re-INVITE could not be told.")
            : true;
    }

    private async Task Send(Asked asked)
    {
        if (await edge.Requester.Reach(asked.Request, asked.Dialog.Flow) is not { } hop)
        {
            asked.Fail(NoWay);
            return;
        }

        var branch = CallIdentity.BranchOf(asked.Dialog, asked.Request.Method, asked.CSeq);
        var addressed = edge.Requester.Addressed(asked.Request.WithHeader(HeaderNames.Contact, edge.Requester.Contact(asked.Dialog.Token, hop)), hop, branch);
        if (edge.Layer.Send(addressed, hop, report => Hear(asked, report)) is null)
        {
            asked.Fail(NoWay);
        }
    }

    private void Hear(Asked asked, ClientReport report)
    {
        switch (report)
        {
            case ClientReport.Responded { Response.IsProvisional: true }:
                break;
            case ClientReport.Responded { Response: { IsSuccess: true } response }:
                Acknowledge(asked, response);
                var answer = AnswerReader.Of(response, asked.Dialog);
                asked.Final.TrySetResult(new CallCommand.RecordReinviteAnswer(asked.Leg, asked.CSeq, answer.RemoteTarget, answer.Media) { SessionSeconds = answer.SessionSeconds, SessionIsOurs = answer.SessionIsOurs });
                break;
            case ClientReport.Responded { Response: var response }:
                asked.Fail(response.Status, SessionTimer.Least(response));
                break;
            case ClientReport.TimedOut:
                asked.Fail(Silence);
                break;
            default:
                asked.Fail(NoWay);
                break;
        }
    }

    /// <summary>"the ACK MUST be passed … every time a retransmission of the 2xx … arrives" (13.2.2.4).</summary>
    private void Acknowledge(Asked asked, SipResponse response)
    {
        if (asked.Request.Method == SipMethod.Invite && !edge.Acknowledgements.Repeat(response))
        {
            edge.Loop.Spawn(edge.Acknowledgements.Send(asked.Dialog, asked.CSeq));
        }
    }

    private sealed record Asked(int Leg, Dialog Dialog, SipRequest Request)
    {
        public uint CSeq => Dialog.LocalCSeq;

        public TaskCompletionSource<CallCommand> Final { get; } = new();

        public void Fail(int status, uint? secondsMin = null) => Final.TrySetResult(new CallCommand.RecordReinviteFailed(Leg, CSeq, status) { SecondsMin = secondsMin });
    }
}
