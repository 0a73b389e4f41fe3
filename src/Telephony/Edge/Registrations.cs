using System.Globalization;
using CallCenter.Actors;
using CallCenter.Actors.Phones;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transactions;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// REGISTER (RFC 3261 10.3, RFC 3327, RFC 5626): the edge proves who it is and bounds the expiry, the phone actor keeps the bindings. Connections that
/// phones registered through are watched, and their loss is told. On the loop only.
/// </summary>
internal sealed class Registrations(EdgeParts edge)
{
    /// <summary>Phones behind one connection; more are found by their expiry.</summary>
    private const int PhonesPerConnectionMax = 100;

    private readonly Dictionary<string, HashSet<ActorId>> flows = new(StringComparer.Ordinal);

    public async Task Requested(ServerTransaction transaction, bool isFull)
    {
        var request = transaction.Request;
        if (edge.Boundary.SourceOf(request, transaction.From) is not { } source)
        {
            transaction.Respond(edge.Replies.Sourceless(request));
            return;
        }

        if (isFull || !edge.Plan.Ready)
        {
            TelephonyMetrics.Shed.Add(1);
            transaction.Respond(edge.Replies.Overloaded(request));
            return;
        }

        if (!edge.Admission.TakesRequest(source))
        {
            transaction.Respond(edge.Replies.Overloaded(request));
            return;
        }

        if (edge.Replies.Refusal(request) is { } refusal)
        {
            transaction.Respond(refusal);
            return;
        }

        if (request.Headers.Has(HeaderNames.Path) && !edge.Boundary.IsProxy(transaction.From))
        {
            // RFC 3327 section 6: who may insert a Path decides where the calls of this phone go.
            transaction.Respond(edge.Replies.Plain(request, 403, reason: "Path Is Not From A Proxy Of Ours"));
            return;
        }

        switch (edge.Gate.Phone(request, request.To, source))
        {
            case Origin.Phone phone:
                await Register(transaction, ActorId.Phone(phone.Tenant, phone.User));
                break;
            case Origin.Unproven unproven:
                transaction.Respond(unproven.Answer);
                break;
        }
    }

    public async Task Lost(string connection)
    {
        if (flows.Remove(connection, out var phones))
        {
            await Task.WhenAll(phones.Select(phone => edge.Teller.Tell(phone, new PhoneCommand.RecordFlowLost(connection), edge.Patience, insist: true)));
        }
    }

    private async Task Register(ServerTransaction transaction, ActorId phone)
    {
        var request = transaction.Request;
        if (Flaw(request) is { } flaw)
        {
            transaction.Respond(flaw);
            return;
        }

        var flow = transaction.From.ToFlow();
        var isOutbound = Outbound.IsWanted(request);
        var register = new RegisterRequest
        {
            Contacts = [.. request.Contacts.Select(contact => new RegisterContact(contact.Address, Math.Min(ExpiresOf(request, contact), edge.Options.RegisterExpiresMax)) { Device = isOutbound ? Outbound.FlowOf(contact) : null })],
            RemoveAll = request.ContactIsWildcard,
            CallId = request.CallId,
            CSeq = request.CSeq.Number,
            Path = [.. request.Headers.Values(HeaderNames.Path)],
            Flow = flow,
            Edge = edge.Options.Name,
        };
        Watch(flow.Connection, phone);
        var answer = await edge.Teller.Tell(phone, new PhoneCommand.Register(register), edge.Patience);
        if (answer is SignalAnswer.Answered { Reply: RegistrationReply registered })
        {
            edge.Heartbeats.Watch(phone, register, registered);
        }

        transaction.Respond(answer switch
        {
            SignalAnswer.Answered { Reply: RegistrationReply reply } => Registered(request, reply, register.Contacts.Any(contact => contact.Device is not null)),
            SignalAnswer.Refused refused => edge.Replies.OfRefusal(request, refused.Reason),
            _ => edge.Replies.Overloaded(request),
        });
    }

    private SipResponse? Flaw(SipRequest request)
    {
        if (request.ContactIsWildcard)
        {
            // Step 6: "If the request has additional Contact fields or an expiration time other than zero, the request is invalid".
            return request.Number(HeaderNames.Expires) == 0 ? null : edge.Replies.Plain(request, 400, reason: "A Wildcard Needs Expires 0");
        }

        if (request.Contacts.Any(contact => contact.Uri is null))
        {
            return edge.Replies.Plain(request, 400, reason: "Contact Is No SIP URI");
        }

        if (Outbound.IsWanted(request) && request.Contacts.Count(contact => ExpiresOf(request, contact) > 0) > 1 && request.Contacts.Any(contact => Outbound.FlowOf(contact) is not null))
        {
            return edge.Replies.Plain(request, 400, reason: "One Flow At A Time");
        }

        // Step 7: "If and only if the requested expiration interval is greater than zero AND smaller than one hour AND less than a
        // registrar-configured minimum".
        return request.Contacts.Any(contact => ExpiresOf(request, contact) is > 0 and var expires && expires < edge.Options.RegisterExpiresMin)
            ? edge.Replies.Plain(request, 423).WithHeader(HeaderNames.MinExpires, edge.Options.RegisterExpiresMin.ToString(CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>Of the contact, else of the request, else the longest we give. "Malformed values SHOULD be treated as equivalent to 3600" (20.10).</summary>
    private int ExpiresOf(SipRequest request, NameAddress contact)
    {
        if (contact.Parameters.Value("expires") is { } own)
        {
            return uint.TryParse(own, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? (int)Math.Min(seconds, int.MaxValue) : 3600;
        }

        return request.Number(HeaderNames.Expires) is { } all ? (int)Math.Min(all, int.MaxValue) : edge.Options.RegisterExpiresMax;
    }

    private SipResponse Registered(SipRequest request, RegistrationReply reply, bool isOutbound)
    {
        var now = edge.Clock.GetUtcNow();
        var contacts = reply.Contacts.Select(contact => string.Create(
            CultureInfo.InvariantCulture, $"<{contact.Uri}>;expires={Math.Max(0, (int)Math.Ceiling((contact.ExpiresAt - now).TotalSeconds))}{Outbound.Parameters(contact.Device)}"));
        var response = edge.Replies.Plain(request, 200);
        response = isOutbound ? response.WithHeader(HeaderNames.Require, Outbound.Option) : response;
        return response.With(response.Headers
            .AddRange(HeaderNames.Contact, contacts)
            .AddRange(HeaderNames.Path, request.Headers.Lines(HeaderNames.Path))
            .Add(HeaderNames.Date, now.ToString("R", CultureInfo.InvariantCulture)));
    }

    private void Watch(string? connection, ActorId phone)
    {
        if (connection is null || !edge.Network.IsOpen(connection))
        {
            return;
        }

        if (!flows.TryGetValue(connection, out var phones))
        {
            phones = [];
            flows.Add(connection, phones);
        }

        if (phones.Count < PhonesPerConnectionMax)
        {
            phones.Add(phone);
        }
    }
}
