using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Phones;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Parsing;
using CallCenter.Telephony.Transactions;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Edge;

/// <summary>An edge without its sockets and its thread: gives each message to the part that is for it. On the loop only.</summary>
internal sealed class EdgeCore : INetworkUser, ITransactionUser
{
    private readonly EdgeParts edge;
    private readonly DutyTable duties;
    private readonly Placements placements;
    private readonly Arrivals arrivals;
    private readonly InDialog inDialog;
    private readonly Registrations registrations;
    private readonly Legs legs;

    public EdgeCore(EdgeOptions options, EdgeAddress address, EdgeLoop loop, LoopTimers timers, INetwork network, ISignals signals, IMedia media, IDialPlan plan, TimeProvider clock, ICallers? callers = null, IChannels? channels = null)
    {
        var layer = new TransactionLayer(options.Times, options.TransactionsMax, timers, network, this);
        var replies = new Replies(options, address);
        var requester = new Requester(layer, network, address, options, clock);
        var teller = new Teller(signals, timers, clock, options.TellsMax);
        edge = new EdgeParts
        {
            Options = options,
            Loop = loop,
            Timers = timers,
            Network = network,
            Layer = layer,
            Teller = teller,
            Replies = replies,
            Gate = new Gate(plan, replies, options, clock),
            Boundary = new Boundary(options, plan),
            Admission = new Admission(plan, options, clock),
            Trunks = new Trunks(plan, requester, timers, loop, clock, channels),
            Requester = requester,
            Heartbeats = new Heartbeats(requester, teller, timers, loop, clock, options),
            Acceptances = new Acceptances(timers, options),
            Acknowledgements = new Acknowledgements(requester, network, timers, options),
            Orders = new Orders(requester),
            Media = media,
            Plan = plan,
            Callers = callers,
            Clock = clock,
        };
        duties = new DutyTable(loop);
        placements = new Placements(edge);
        arrivals = new Arrivals(edge, placements);
        inDialog = new InDialog(edge);
        registrations = new Registrations(edge);
        legs = new Legs(edge);
    }

    /// <summary>Transactions, INVITEs held, and duties that are being carried out: nothing is under way when all are 0.</summary>
    public (int Transactions, int Arrivals, int Duties) Load => (edge.Layer.Count, arrivals.Count, duties.Count);

    public Heartbeats Heartbeats => edge.Heartbeats;

    public void Drain() => arrivals.Drains = true;

    public void Rest() => arrivals.Rest();

    public void Open() => arrivals.Open();

    public void Stop() => edge.Layer.Stop();

    public Task<bool> Perform(ActorId call, string key, string? at, LegCommand command, CancellationToken dutyEnded) =>
        duties.Join(call, key, ended => legs.Perform(call, command, standsIn: at is not null && at != edge.Options.Name, ended), dutyEnded);

    public Task<bool> Probe(ActorId phone, string key, PhoneProbe probe, CancellationToken dutyEnded) =>
        duties.Join(phone, key, _ => edge.Heartbeats.IsThere(phone, probe.Contact, probe.Path, probe.Flow), dutyEnded);

    public Task<bool> Place(ActorId agent, string key, PlaceCall order, CancellationToken dutyEnded) =>
        duties.Join(agent, key, ended => placements.Place(order, ended), dutyEnded);

    public void Received(ReadOnlyMemory<byte> message, Hop from)
    {
        switch (SipParser.Parse(message.Span, framed: from.Reliable))
        {
            case ParseResult.Parsed parsed:
                edge.Layer.Receive(parsed.Message, from);
                break;
            case ParseResult.Rejected rejected:
                TelephonyMetrics.Malformed.Add(1);
                Reject(rejected, from);
                break;
            case ParseResult.Dropped:
                TelephonyMetrics.Malformed.Add(1);
                break;
        }
    }

    public void ConnectionLost(string connection) => edge.Loop.Spawn(registrations.Lost(connection));

    public void Acknowledged(SipRequest ack, Hop from) => edge.Loop.Spawn(inDialog.Acknowledged(ack, from));

    public void Strayed(SipResponse response, Hop from) => edge.Loop.Spawn(legs.Strayed(response, from));

    public SipResponse Overloaded(SipRequest request)
    {
        TelephonyMetrics.Shed.Add(1);
        return edge.Replies.Overloaded(request);
    }

    public void Requested(ServerTransaction transaction) => edge.Loop.Spawn(Serve(transaction));

    /// <summary>A defect while serving must not leave the far side without an answer.</summary>
    private async Task Serve(ServerTransaction transaction)
    {
        try
        {
            await Route(transaction);
        }
        catch
        {
            transaction.Respond(edge.Replies.Plain(transaction.Request, 500));
            throw;
        }
    }

    private Task Route(ServerTransaction transaction)
    {
        var request = transaction.Request;
        return request.Method switch
        {
            _ when request.Method == SipMethod.Cancel => arrivals.Cancelled(transaction),
            _ when request.To.Tag.Length > 0 => inDialog.Requested(transaction),
            _ when request.Method == SipMethod.Invite => arrivals.Invited(transaction),
            _ when request.Method == SipMethod.Register => registrations.Requested(transaction, arrivals.IsFull),
            _ => Answer(transaction),
        };
    }

    /// <summary>OPTIONS is answered to everybody (11.2), as an INVITE would be: proxies send no calls to an edge that would refuse them. A BYE or INFO outside a dialog belongs to none.</summary>
    private Task Answer(ServerTransaction transaction)
    {
        var request = transaction.Request;
        transaction.Respond(edge.Replies.Refusal(request)
            ?? (request.Method != SipMethod.Options ? edge.Replies.Plain(request, 481)
                : !arrivals.IsOpen || IsTooMuch(transaction) ? edge.Replies.Overloaded(request)
                : edge.Replies.Abilities(request)));
        return Task.CompletedTask;
    }

    /// <summary>A proxy of ours that asks for itself names no source and is not counted.</summary>
    private bool IsTooMuch(ServerTransaction transaction) =>
        edge.Boundary.SourceOf(transaction.Request, transaction.From) is { } source && !edge.Admission.TakesRequest(source);

    private void Reject(ParseResult.Rejected rejected, Hop from)
    {
        var to = rejected.TopVia is { } via ? ResponseRoute.Of(via.Marked(from.Remote), from) : from;
        edge.Network.Send(to, rejected.Answer(from.Remote, CallIdentity.Unique()[..16]).ToBytes(), static () => { });
    }
}
