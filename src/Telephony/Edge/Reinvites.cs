using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Sdp;
using CallCenter.Telephony.Transactions;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// Our INVITEs within dialogs (RFC 3261 section 14): each is sent, its 2xx acknowledged, and its one end told. Its bytes follow from the command, so
/// one that an earlier run had sent goes on as a retransmission. On the loop only.
/// </summary>
internal sealed class Reinvites(EdgeParts edge)
{
    private const int NoWay = 503;
    private const int TooLate = 504;
    private const int Silence = 408;

    /// <exception cref="TimeoutException">Its end could not be told: ask again.</exception>
    public async Task<bool> Perform(ActorId call, LegCommand.SendReinvite command)
    {
        var final = new TaskCompletionSource<CallCommand>();
        await Send(command, final);
        // A far end that rings on an established dialog has forgotten it, or asks somebody: the call goes on as it is.
        var limit = edge.Timers.Start(edge.Patience, () => final.TrySetResult(Failed(command, TooLate)));
        var end = await final.Task;
        limit.Stop();
        return await edge.Teller.Tell(call, end, edge.Patience, insist: true) is SignalAnswer.Unknown
            ? throw new TimeoutException("The end of a re-INVITE could not be told.")
            : true;
    }

    private async Task Send(LegCommand.SendReinvite command, TaskCompletionSource<CallCommand> final)
    {
        var dialog = command.Dialog;
        var invite = DialogRequest.Of(dialog, SipMethod.Invite, dialog.LocalCSeq)
            .WithHeader(HeaderNames.Allow, Replies.Powers.Allow)
            .WithBody(SdpWriter.ContentType, SdpWriter.Offer(command.Sdp));
        if (await edge.Requester.Reach(invite, dialog.Flow) is not { } hop)
        {
            final.TrySetResult(Failed(command, NoWay));
            return;
        }

        var branch = CallIdentity.BranchOf(dialog, SipMethod.Invite, dialog.LocalCSeq);
        var addressed = edge.Requester.Addressed(invite.WithHeader(HeaderNames.Contact, edge.Requester.Contact(dialog.Token, hop)), hop, branch);
        if (edge.Layer.Send(addressed, hop, report => Hear(command, report, final)) is null)
        {
            final.TrySetResult(Failed(command, NoWay));
        }
    }

    private void Hear(LegCommand.SendReinvite command, ClientReport report, TaskCompletionSource<CallCommand> final)
    {
        switch (report)
        {
            case ClientReport.Responded { Response.IsProvisional: true }:
                break;
            case ClientReport.Responded { Response: { IsSuccess: true } response }:
                Acknowledge(command, response);
                var answer = AnswerReader.Of(response, command.Dialog);
                final.TrySetResult(new CallCommand.RecordReinviteAnswer(command.Leg, command.Dialog.LocalCSeq, answer.RemoteTarget, answer.Media));
                break;
            case ClientReport.Responded { Response: var response }:
                final.TrySetResult(Failed(command, response.Status));
                break;
            case ClientReport.TimedOut:
                final.TrySetResult(Failed(command, Silence));
                break;
            default:
                final.TrySetResult(Failed(command, NoWay));
                break;
        }
    }

    /// <summary>"the ACK MUST be passed … every time a retransmission of the 2xx … arrives" (13.2.2.4).</summary>
    private void Acknowledge(LegCommand.SendReinvite command, SipResponse response)
    {
        if (!edge.Acknowledgements.Repeat(response))
        {
            edge.Loop.Spawn(edge.Acknowledgements.Send(command.Dialog, command.Dialog.LocalCSeq));
        }
    }

    private static CallCommand.RecordReinviteFailed Failed(LegCommand.SendReinvite command, int status) => new(command.Leg, command.Dialog.LocalCSeq, status);
}
