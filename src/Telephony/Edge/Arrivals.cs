using System.Diagnostics;
using System.Net;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Sdp;
using CallCenter.Telephony.Transactions;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// INVITEs outside a dialog, and their CANCELs. 100 Trying (<see cref="Trying"/>) is the promise that the edge holds the INVITE and tells the core until
/// it has answered; everything that can be refused is refused before. On the loop only.
/// </summary>
internal sealed class Arrivals(EdgeParts edge, Placements placements)
{
    /// <summary>How long a given-up arrival is still taken back, so that the core does not keep a call that was refused here.</summary>
    private static readonly TimeSpan TakeBackMax = TimeSpan.FromMinutes(5);

    private readonly Inquiry inquiry = new(edge);
    private readonly Dictionary<string, Arrival> held = new(StringComparer.Ordinal);
    private TaskCompletionSource? opening;

    public int Count => held.Count;

    /// <summary>No new calls any more: the edge is about to stop.</summary>
    public bool Drains { get; set; }

    /// <summary>An INVITE would be served now.</summary>
    public bool IsOpen => opening is null && !IsFull && edge.Plan.Ready;

    /// <summary>New calls are shed before anything else suffers.</summary>
    public bool IsFull => Drains || Count >= edge.Options.ArrivalsMax || edge.Layer.Count >= edge.Options.TransactionsForNewMax
        || edge.Loop.Backlog >= edge.Options.BacklogMax;

    /// <summary>New calls wait from now on until <see cref="Open"/>: what the edge needs for them is still being sorted out after its start.</summary>
    public void Rest() => opening ??= new TaskCompletionSource();

    public void Open()
    {
        opening?.SetResult();
        opening = null;
    }

    public async Task Invited(ServerTransaction transaction)
    {
        var invite = transaction.Request;
        if (edge.Boundary.SourceOf(invite, transaction.From) is not { } source)
        {
            Answer(transaction, edge.Replies.Sourceless(invite));
            return;
        }

        var claimed = edge.Boundary.TenantOf(invite, transaction.From);
        var trunk = claimed is null ? null : edge.Plan.TrunkAt(claimed, source);
        var number = claimed is null ? NumberOf(invite) : edge.Plan.Called(claimed, NumberOf(invite), trunk);
        if (Refusal(transaction, source, edge.Admission.IsEmergency(claimed, number)) is { } refusal)
        {
            Answer(transaction, refusal);
            return;
        }

        var origin = edge.Gate.Admit(invite, source);
        if (origin is Origin.Unproven unproven)
        {
            Answer(transaction, unproven.Answer);
            return;
        }

        var tenant = origin is Origin.Trunk known ? known.Tenant : ((Origin.Phone)origin).Tenant;
        var plan = edge.Plan.Number(tenant, number);
        var route = plan is null && origin is Origin.Phone ? placements.Route(tenant, number, null) : null;
        if (plan is null && route is null)
        {
            Answer(transaction, edge.Replies.Plain(invite, 404));
            return;
        }

        var isEmergency = edge.Admission.IsEmergency(tenant, number);
        if (!isEmergency && !edge.Admission.TakesCall(tenant))
        {
            Answer(transaction, edge.Replies.Overloaded(invite));
            return;
        }

        var call = ActorId.Call(tenant, CallIdentity.KeyOf(invite));
        if (!isEmergency && trunk is not null && !edge.Trunks.Takes(call, trunk.Id, Leg.Caller))
        {
            Answer(transaction, edge.Replies.Overloaded(invite));
            return;
        }

        var offer = SdpAudio.Peer(invite.Body.Span, trunk?.Payloads ?? []);
        if (!invite.Body.IsEmpty && offer is null)
        {
            Answer(transaction, edge.Replies.Plain(invite, 488));
            return;
        }

        if (plan is null)
        {
            Trying.Promise(edge, transaction);
            var phone = ActorId.Phone(tenant, ((Origin.Phone)origin).User);
            await Hold(new Arrival(call, transaction) { IsEmergency = isEmergency }, slot => Dialed(transaction, call, phone, route!, slot, offer));
            return;
        }

        var caller = CallerIdentity.Of(invite, origin);
        caller = origin is Origin.Trunk ? caller with { Number = edge.Plan.Caller(tenant, caller.Number, trunk) } : caller;
        var facts = edge.Plan.Facts(tenant, plan, caller.Number, edge.Clock.GetUtcNow());
        Trying.Promise(edge, transaction);
        await Hold(new Arrival(call, transaction) { IsEmergency = isEmergency, LastResort = edge.Plan.LastResort(tenant, plan.Number) }, async slot => await inquiry.Complete(call, new CallArrival
        {
            Seed = ArrivalReader.Seed(transaction),
            Dialog = ArrivalReader.Dialog(invite, call, 0, transaction.From),
            Number = plan.Number,
            Caller = caller.Number,
            CallerName = caller.Name,
            Plan = facts is null ? plan : plan.For(caller.Number, facts),
            Facts = facts,
            Offer = offer,
            Slot = slot,
            Edge = edge.Options.Name,
            Trunk = trunk?.Id,
            UserToUser = ArrivalReader.UserToUserOf(invite),
        }));
    }

    /// <summary>
    /// "If the UAS … still has not issued a final response to the original request, the UAS … MUST … immediately respond to the CANCEL with a
    /// 200" (9.2). The 487 comes from the core. After a restart the INVITE is found by what CANCEL has in common with it.
    /// </summary>
    public async Task Cancelled(ServerTransaction cancel)
    {
        var invite = edge.Layer.Cancelled(cancel.Request);
        if (invite is not null)
        {
            cancel.Respond(edge.Replies.Plain(cancel.Request, 200));
        }

        if (invite is { IsAnswered: true } || (invite is not null && invite.Request.To.Tag.Length > 0))
        {
            return;
        }

        var key = CallIdentity.KeyOf(cancel.Request);
        var tenant = edge.Boundary.TenantOf(cancel.Request, cancel.From) ?? (invite is null ? null : edge.Boundary.TenantOf(invite.Request, invite.From));
        var call = held.TryGetValue(key, out var arrival) ? arrival.Call : tenant is null ? (ActorId?)null : ActorId.Call(tenant, key);
        if (arrival is not null)
        {
            arrival.IsCancelled = true;
            await arrival.Told.Task;
        }

        var answer = call is null ? null : await edge.Teller.Tell(call.Value, new CallCommand.RecordCancel(), edge.Patience, insist: true);
        if (invite is null)
        {
            cancel.Respond(edge.Replies.Plain(cancel.Request, answer is SignalAnswer.Answered ? 200 : 481));
        }
    }

    private static string NumberOf(SipRequest invite)
    {
        var user = invite.Uri?.UserName.Split(';')[0] ?? "";
        return user.Length <= CallerIdentity.LengthMax ? user : user[..CallerIdentity.LengthMax];
    }

    /// <summary>New calls are shed first, but not those to emergency numbers: what is kept for dialogs is theirs too.</summary>
    private SipResponse? Refusal(ServerTransaction transaction, IPAddress source, bool isEmergency)
    {
        var invite = transaction.Request;
        if (!isEmergency && !edge.Admission.TakesRequest(source))
        {
            return edge.Replies.Overloaded(invite);
        }

        if ((IsFull && !isEmergency) || !edge.Plan.Ready)
        {
            TelephonyMetrics.Shed.Add(1);
            return edge.Replies.Overloaded(invite);
        }

        return edge.Replies.Refusal(invite)
            ?? (ArrivalReader.TargetOf(invite) is null ? edge.Replies.Plain(invite, 400, reason: "One Contact Is Needed") : null);
    }

    /// <summary>It is held while the edge opens and its media session is opened too: a CANCEL finds it, and the core never hears of it.</summary>
    private async Task Hold(Arrival arrival, Func<MediaSlot, ValueTask<CallArrival?>> recordOf)
    {
        held[arrival.Call.Key] = arrival;
        try
        {
            await (opening?.Task ?? Task.CompletedTask);
            if (await edge.Media.Allocate(arrival.Call.Key) is not { } slot)
            {
                TelephonyMetrics.Shed.Add(1);
                Answer(arrival.Transaction, edge.Replies.Overloaded(arrival.Transaction.Request));
                return;
            }

            arrival.Slot = slot;
            if (arrival.IsCancelled)
            {
                Free(arrival);
                Answer(arrival.Transaction, edge.Replies.Plain(arrival.Transaction.Request, 487));
                return;
            }

            if (await recordOf(slot) is not { } record)
            {
                Free(arrival);
                Answer(arrival.Transaction, arrival.IsCancelled ? edge.Replies.Plain(arrival.Transaction.Request, 487) : edge.Replies.Plain(arrival.Transaction.Request, 403, reason: "Nobody Is Signed In Here"));
                return;
            }

            var answer = await edge.Teller.Tell(arrival.Call, new CallCommand.RecordArrival(record), LastResort.Patience(arrival.LastResort, edge.Teller, edge.Patience), insist: arrival.IsEmergency);
            Finish(arrival, answer);
            if (answer is SignalAnswer.Unknown)
            {
                await TakeBack(arrival);
            }
        }
        finally
        {
            arrival.Told.TrySetResult();
            held.Remove(arrival.Call.Key);
        }
    }

    /// <summary>
    /// An agent's phone dials outside: its INVITE is leg 1 of a call whose customer is called when the agent has it. Null: nobody is signed in at it.
    /// </summary>
    private async ValueTask<CallArrival?> Dialed(ServerTransaction transaction, ActorId call, ActorId phone, OutboundRoute route, MediaSlot slot, MediaPeer? offer)
    {
        if (await placements.SeatAt(phone) is not var (agent, at))
        {
            return null;
        }

        var order = new OutboundOrder(PlaceCall.OfferOf(call.Key), agent, at, route.Way, route.Shown, route.WrapUp, edge.Clock.GetUtcNow() + Placements.BeginMax) { IsFromPhone = true };
        return Placements.Record(route, slot, edge.Options.Name, order) with
        {
            Seed = ArrivalReader.Seed(transaction),
            Dialog = ArrivalReader.Dialog(transaction.Request, call, OutboundOrder.AgentLeg, transaction.From),
            Offer = offer,
            UserToUser = ArrivalReader.UserToUserOf(transaction.Request),
        };
    }

    private void Finish(Arrival arrival, SignalAnswer answer)
    {
        var invite = arrival.Transaction.Request;
        switch (answer)
        {
            case SignalAnswer.Answered { Reply: ArrivalReply reply }:
                // A repeat that an earlier run of ours, or another edge, had told already: the call has its own session.
                if (reply.Slot != arrival.Slot)
                {
                    Free(arrival);
                }

                if (reply.IsSettled && !arrival.Transaction.IsAnswered)
                {
                    arrival.Transaction.Abandon();
                }

                TelephonyMetrics.Arrivals.Add(1, TelephonyMetrics.Outcome(200));
                break;
            case SignalAnswer.Answered:
                TelephonyMetrics.Arrivals.Add(1, TelephonyMetrics.Outcome(200));
                break;
            case SignalAnswer.Refused refused:
                Free(arrival);
                Answer(arrival.Transaction, arrival.IsCancelled ? edge.Replies.Plain(invite, 487) : edge.Replies.OfRefusal(invite, refused.Reason));
                break;
            case SignalAnswer.Unknown when arrival is { LastResort: { } target, IsCancelled: false }:
                TelephonyMetrics.SentElsewhere.Add(1);
                Answer(arrival.Transaction, edge.Replies.Redirection(invite, target));
                break;
            case SignalAnswer.Unknown:
                Answer(arrival.Transaction, edge.Replies.Overloaded(invite));
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The core never answered: it may have the call or not. The caller was told no, so the call must not go on.</summary>
    private async Task TakeBack(Arrival arrival)
    {
        if (await edge.Teller.Tell(arrival.Call, new CallCommand.RecordCancel(), TakeBackMax, insist: true) is SignalAnswer.Refused)
        {
            Free(arrival);
        }
    }

    /// <summary>A media server that does not answer lets the session end by itself.</summary>
    private void Free(Arrival arrival) => edge.Loop.Spawn(edge.Media.Free(arrival.Slot!, CancellationToken.None));

    private static void Answer(ServerTransaction transaction, SipResponse response)
    {
        TelephonyMetrics.Arrivals.Add(1, TelephonyMetrics.Outcome(response.Status));
        transaction.Respond(response);
    }

    private sealed record Arrival(ActorId Call, ServerTransaction Transaction)
    {
        /// <summary>Once it has one.</summary>
        public MediaSlot? Slot { get; set; }

        public bool IsCancelled { get; set; }

        public bool IsEmergency { get; init; }

        /// <summary>Where the caller is sent when the core stays silent; null: it is told to come again.</summary>
        public string? LastResort { get; init; }

        /// <summary>The core has answered, or never will.</summary>
        public TaskCompletionSource Told { get; } = new();
    }
}
