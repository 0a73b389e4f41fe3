using System.Globalization;
using System.Text;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Edge;

/// <summary>What an agent's desktop orders of a far end within its dialog: to answer, and digits. On the loop only.</summary>
internal sealed class Orders(Requester requester)
{
    /// <summary>How long each key is down, ms.</summary>
    private const int KeyMs = 160;

    /// <summary>
    /// "Event: talk" has no RFC: desk phones of many makers answer when they are sent it while they ring, and say so by Allow-Events. It has no body, and no
    /// subscription is behind it.
    /// </summary>
    public async Task<bool> Talk(LegCommand.SendTalk command)
    {
        var notify = DialogRequest.Of(command.Dialog, SipMethod.Notify, command.CSeq);
        notify = notify.With(notify.Headers.Add(HeaderNames.Event, "talk").Add(HeaderNames.SubscriptionState, "active"));
        var branch = CallIdentity.BranchOf(command.Dialog, SipMethod.Notify, command.CSeq);
        return await requester.Ask(notify, branch, command.Dialog.Flow, command.Dialog.Token) is { IsSuccess: true };
    }

    /// <summary>A key after the other, as somebody presses them: the next when the one before was taken.</summary>
    public async Task<bool> Press(LegCommand.SendDigits command)
    {
        for (var place = 0; place < command.Digits.Length; place++)
        {
            var cseq = command.CSeq + (uint)place;
            var body = string.Create(CultureInfo.InvariantCulture, $"Signal={command.Digits[place]}\r\nDuration={KeyMs}\r\n");
            var info = DialogRequest.Of(command.Dialog, SipMethod.Info, cseq).WithBody("application/dtmf-relay", Encoding.ASCII.GetBytes(body));
            if (await requester.Ask(info, CallIdentity.BranchOf(command.Dialog, SipMethod.Info, cseq), command.Dialog.Flow, command.Dialog.Token) is not { IsSuccess: true })
            {
                return false;
            }
        }

        return true;
    }
}
