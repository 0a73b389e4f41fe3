using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transactions;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Edge;

/// <summary>What the parts of an edge share.</summary>
internal sealed record EdgeParts
{
    public required EdgeOptions Options { get; init; }

    public required EdgeLoop Loop { get; init; }

    public required LoopTimers Timers { get; init; }

    public required INetwork Network { get; init; }

    public required TransactionLayer Layer { get; init; }

    public required Teller Teller { get; init; }

    public required Replies Replies { get; init; }

    public required Gate Gate { get; init; }

    public required Boundary Boundary { get; init; }

    public required Admission Admission { get; init; }

    public required Trunks Trunks { get; init; }

    public required Requester Requester { get; init; }

    public required Heartbeats Heartbeats { get; init; }

    public required Acceptances Acceptances { get; init; }

    public required Acknowledgements Acknowledgements { get; init; }

    public required Orders Orders { get; init; }

    public required IMedia Media { get; init; }

    public required IDialPlan Plan { get; init; }

    /// <summary>Null: nobody knows callers here.</summary>
    public ICallers? Callers { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>64·T1: how long a peer repeats, and we keep telling.</summary>
    public TimeSpan Patience => Options.Times.Timeout;

    /// <summary>
    /// Ends a dialog that nobody wants: "If, after acknowledging any 2xx …, the UAC does not want to continue with that dialog, then the UAC MUST
    /// terminate the dialog by sending a BYE" (RFC 3261 13.2.2.4). Its last CSeq is the INVITE's.
    /// </summary>
    public async Task PutAway(Dialog unwanted)
    {
        await Acknowledgements.Send(unwanted, unwanted.LocalCSeq);
        var bye = unwanted.LocalCSeq + 1;
        await Requester.Ask(DialogRequest.Of(unwanted, SipMethod.Bye, bye), CallIdentity.BranchOf(unwanted, SipMethod.Bye, bye), unwanted.Flow);
    }
}
