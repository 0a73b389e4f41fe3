using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Phones;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Sdp;
using CallCenter.Telephony.Transactions;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// One INVITE of ours, from its sending to its end: reports the first progress and the first with media, and then exactly one end, cancels when asked or at ring time
/// (RFC 3261 9.1), and puts away what a forking proxy brings besides. It outlives its duty: only its end ends it. On the loop only.
/// </summary>
internal sealed class OutgoingInvite(EdgeParts edge, ActorId call, int leg, Dialog dialog)
{
    /// <summary>Some phones drop a CANCEL that they have nothing for. Four are sent in this time, so who is there has heard one.</summary>
    private static readonly TimeSpan KnowsWithin = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource<CallCommand> outcome = new();
    private ClientTransaction? transaction;
    private LoopTimer? ring;
    private string? answeredBy;
    private bool progressed;
    private bool hadMedia;
    private bool cancelWanted;
    private bool cancelSent;
    private string? trunk;

    /// <summary>How it ended, as the core is told.</summary>
    public Task<CallCommand> Outcome => outcome.Task;

    /// <summary>Sends it. After ring time it is not sent again: whoever was rung would be rung anew (RELIABILITY 3.3); it is cancelled instead.</summary>
    public async Task Send(LegCommand.SendInvite command)
    {
        trunk = command.Trunk;
        var invite = Build(command);
        if (await edge.Requester.Reach(invite, dialog.Flow) is not { } hop)
        {
            FailUnheard(503);
            return;
        }

        var left = command.RingUntil - edge.Clock.GetUtcNow();
        Begin(invite, hop, resumed: left <= TimeSpan.Zero);
        if (left <= TimeSpan.Zero)
        {
            Cancel();
        }
        else
        {
            ring = edge.Timers.Start(left, EndRing);
            if (command.HasOthers)
            {
                edge.Timers.Start(Trunks.SilenceMax, EndSilence);
            }
        }
    }

    /// <summary>It is not even sent.</summary>
    public Task Refuse()
    {
        Fail(503);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Stands in for an edge that is gone. Whether its INVITE arrived, only the phone can say, and does when it is cancelled: where there is one (200)
    /// it ends, and the call has a phone rung anew with an INVITE of its own; where there is none (481, or nobody who says so) it is sent now.
    /// </summary>
    public async Task TakeOver(LegCommand.SendInvite command)
    {
        var invite = Build(command);
        if (await edge.Requester.Reach(invite, dialog.Flow) is not { } hop)
        {
            Fail(503);
        }
        else if (await Knows(Addressed(invite, hop), hop))
        {
            Fail(503);
        }
        else if (!cancelWanted)
        {
            await Send(command);
        }
        else
        {
            Fail(487);
        }
    }

    /// <summary>Takes over one that an earlier run sent, only to cancel it: its bytes follow from the dialog.</summary>
    public async Task Resume()
    {
        var invite = DialogRequest.Of(dialog, SipMethod.Invite, dialog.LocalCSeq);
        if (await edge.Requester.Reach(invite, dialog.Flow) is not { } hop)
        {
            Fail(503);
            return;
        }

        Begin(invite, hop, resumed: true);
        Cancel();
    }

    /// <summary>"If no provisional response has been received, the CANCEL request MUST NOT be sent; rather, the client MUST wait".</summary>
    public void Cancel()
    {
        cancelWanted = true;
        if (transaction is { IsProceeding: true } && !cancelSent)
        {
            cancelSent = true;
            edge.Loop.Spawn(SendCancel(transaction));
        }
    }

    /// <summary>A phone that said nothing at all cannot be cancelled and did not ring: that is silence. What it may still say is put away.</summary>
    private void EndRing()
    {
        Cancel();
        if (transaction is { State.Phase: TransactionPhase.Calling })
        {
            FailUnheard(408);
        }
    }

    /// <summary>Nothing was heard, and nothing is waited for any more.</summary>
    private void FailUnheard(int status)
    {
        if (trunk is not null && !outcome.Task.IsCompleted)
        {
            edge.Trunks.NotHeard(call.Tenant, trunk);
        }

        Fail(status);
    }

    /// <summary>There is another way, and this one says nothing: it goes the same way as one that has rung out without a word.</summary>
    private void EndSilence()
    {
        if (transaction is { State.Phase: TransactionPhase.Calling })
        {
            EndRing();
        }
    }

    private void Begin(SipRequest invite, Hop hop, bool resumed)
    {
        var addressed = Addressed(invite, hop);
        transaction = resumed ? edge.Layer.Resume(addressed, hop, Hear) : edge.Layer.Send(addressed, hop, Hear);
        if (transaction is null)
        {
            Fail(503);
        }
        else if (cancelWanted)
        {
            Cancel();
        }
    }

    private SipRequest Addressed(SipRequest invite, Hop hop) => edge.Requester.Addressed(
        invite.WithHeader(HeaderNames.Contact, edge.Requester.Contact(dialog.Token, hop)), hop, CallIdentity.BranchOf(dialog, SipMethod.Invite, dialog.LocalCSeq));

    /// <summary>Whether the far end has this INVITE, found out by cancelling it. The transaction is given up then: another CANCEL may come to be sent.</summary>
    private async Task<bool> Knows(SipRequest invite, Hop hop)
    {
        var status = new TaskCompletionSource<int>();
        var cancel = edge.Layer.Send(DialogRequest.CancelOf(invite), hop, report =>
        {
            if (report is not ClientReport.Responded { Response.IsProvisional: true })
            {
                status.TrySetResult(report is ClientReport.Responded responded ? responded.Response.Status : 408);
            }
        });
        var silence = edge.Timers.Start(KnowsWithin, () => status.TrySetResult(408));
        var answer = cancel is null ? 481 : await status.Task;
        silence.Stop();
        cancel?.Abandon();
        return answer is >= 200 and < 300;
    }

    private SipRequest Build(LegCommand.SendInvite command)
    {
        var invite = DialogRequest.Of(dialog, SipMethod.Invite, dialog.LocalCSeq)
            .WithHeader(HeaderNames.Allow, Replies.Powers.Allow)
            .WithHeader(HeaderNames.Supported, $"{SessionTimer.Option}, {ReliableResponse.Option}")
            .WithBody(SdpWriter.ContentType, SdpWriter.Offer(command.Sdp));
        var told = command.UserToUser is null ? invite : invite.WithHeader(HeaderNames.UserToUser, command.UserToUser);
        return Answering(command.AssertedIdentity is null ? told : told.WithHeader(HeaderNames.PAssertedIdentity, command.AssertedIdentity), command.AutoAnswer);
    }

    /// <summary>Both headers take a URI first (RFC 3261 20.4 and 20.9); phones read what is behind it.</summary>
    private SipRequest Answering(SipRequest invite, AutoAnswer how) => how switch
    {
        AutoAnswer.CallInfo => invite.WithHeader(HeaderNames.CallInfo, $"<{dialog.RemoteTarget}>;answer-after=0"),
        AutoAnswer.AlertInfo => invite.WithHeader(HeaderNames.AlertInfo, $"<{dialog.RemoteTarget}>;info=alert-autoanswer;delay=0"),
        _ => invite,
    };

    private void Hear(ClientReport report)
    {
        switch (report)
        {
            case ClientReport.Responded when trunk is not null:
                edge.Trunks.Heard(call.Tenant, trunk);
                trunk = null;
                Hear(report);
                break;
            case ClientReport.Responded { Response: { IsProvisional: true } response }:
                Progress(response);
                break;
            case ClientReport.Responded { Response: { IsSuccess: true } response }:
                Succeed(response);
                break;
            case ClientReport.Responded { Response: var response }:
                Fail(response.Status);
                break;
            case ClientReport.TimedOut:
                FailUnheard(408);
                break;
            case ClientReport.Failed:
                FailUnheard(503);
                break;
        }
    }

    private void Progress(SipResponse response)
    {
        if (cancelWanted)
        {
            Cancel();
        }

        var early = response.Status > 100 ? AnswerReader.Early(response, dialog) : null;
        var number = ReliableResponse.NumberOf(response);
        if (response.Status > 100 && (!progressed || number is not null || (!hadMedia && early?.Media is not null)))
        {
            (progressed, hadMedia) = (true, hadMedia || early?.Media is not null);
            edge.Loop.Spawn(edge.Teller.Tell(call, new CallCommand.RecordProgress(leg, response.Status) { Early = early, RSeq = early is null ? null : number }, edge.Patience));
        }
    }

    private void Succeed(SipResponse response)
    {
        if (answeredBy is null && !outcome.Task.IsCompleted)
        {
            answeredBy = response.To.Tag;
            End(new CallCommand.RecordAnswer(leg, AnswerReader.Of(response, dialog)));
        }
        else if (!edge.Acknowledgements.Repeat(response) && response.To.Tag != answeredBy)
        {
            edge.Loop.Spawn(PutAway(AnswerReader.Of(response, dialog)));
        }
    }

    /// <summary>
    /// A second phone behind a proxy answered too (13.2.2.4), or one that was given up already: "If, after acknowledging any 2xx …, the UAC does
    /// not want to continue with that dialog, then the UAC MUST terminate the dialog by sending a BYE".
    /// </summary>
    public Task PutAway(DialogAnswer answer) =>
        edge.PutAway(dialog with { RemoteTag = answer.RemoteTag, RemoteTarget = answer.RemoteTarget, RouteSet = answer.RouteSet });

    /// <summary>
    /// The CANCEL takes the INVITE's way, branch and number. "the client … SHOULD then consider the original transaction cancelled" when no final
    /// response comes in 64·T1; and a far end that knows no such INVITE (481) never will answer it.
    /// </summary>
    private async Task SendCancel(ClientTransaction invite)
    {
        var final = new TaskCompletionSource<int>();
        var cancel = edge.Layer.Send(DialogRequest.CancelOf(invite.Request), invite.Hop, report =>
        {
            if (report is not ClientReport.Responded { Response.IsProvisional: true })
            {
                final.TrySetResult(report is ClientReport.Responded responded ? responded.Response.Status : 408);
            }
        });
        if (cancel is not null && await final.Task == 481)
        {
            GiveUp(invite);
            return;
        }

        edge.Timers.Start(edge.Patience, () => GiveUp(invite));
    }

    private void GiveUp(ClientTransaction invite)
    {
        if (!outcome.Task.IsCompleted)
        {
            invite.Abandon();
            Fail(487);
        }
    }

    /// <summary>The one end, unless it had one.</summary>
    public void Fail(int status) => End(new CallCommand.RecordLegFailed(leg, status));

    private void End(CallCommand end)
    {
        ring?.Stop();
        outcome.TrySetResult(end);
    }
}
