using System.Globalization;
using System.Net;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Authentication;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transactions;

namespace CallCenter.DemoPhones.Sip;

/// <summary>Keeps one phone registered (RFC 3261 section 10) with digest, and takes the registration off at the end.</summary>
internal sealed class Registration(Endpoint endpoint, IPEndPoint target, string user, string password, Action<string> changed)
{
    private const int ExpiresSeconds = 300;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly string callId = Endpoint.NewToken();
    private readonly string tag = Endpoint.NewToken();
    private uint cseq;
    private string? last;
    private bool ending;

    public void Begin() => Register(ExpiresSeconds);

    public void End()
    {
        ending = true;
        Register(0);
    }

    private void Register(int expires)
    {
        var dialog = new Dialog
        {
            CallId = callId,
            LocalTag = tag,
            LocalParty = $"<sip:{user}@{target}>",
            RemoteParty = $"<sip:{user}@{target}>",
            RemoteTarget = $"sip:{target}",
            Token = user,
        };
        Send(DialogRequest.Of(dialog, SipMethod.Register, ++cseq)
            .WithHeader(HeaderNames.Contact, endpoint.ContactOf(user))
            .WithHeader(HeaderNames.Expires, expires.ToString(CultureInfo.InvariantCulture)));
    }

    private void Send(SipRequest request) => endpoint.Send(request, report => Heard(request, report));

    private void Heard(SipRequest request, ClientReport report)
    {
        if (report is ClientReport.Responded { Response: var response })
        {
            if (response.IsProvisional)
                return;
            if (DigestClient.Answer(request, response, user, password) is { } proven)
            {
                cseq = proven.CSeq.Number;
                Send(proven);
                return;
            }

            Tell(response.IsSuccess ? (ending ? "unregistered" : "registered") : $"cannot register: {response.Status} {response.Reason}");
            Again(response.IsSuccess ? TimeSpan.FromSeconds(ExpiresSeconds * 0.8) : RetryAfter);
        }
        else
        {
            Tell("cannot register: no answer");
            Again(RetryAfter);
        }
    }

    private void Again(TimeSpan after)
    {
        if (!ending)
        {
            endpoint.Timers.Start(after, () =>
            {
                if (!ending)
                    Register(ExpiresSeconds);
            });
        }
    }

    private void Tell(string state)
    {
        if (state != last)
            changed(last = state);
    }
}
