using System.Collections.Immutable;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Phones;
using C = CallCenter.Actors.Phones.PhoneCommand;
using E = CallCenter.Actors.Phones.PhoneEvent;

namespace CallCenter.Actors.Tests.Phones;

/// <summary>Phone 6001 of the tests, its peers and its times.</summary>
internal static class Phone
{
    public static readonly ActorId Id = ActorId.Phone("demo", "6001");
    public static readonly ActorId Li = ActorId.Agent("demo", "1001");
    public static readonly ActorId Wang = ActorId.Agent("demo", "1002");
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    public static readonly OfferId First = new(new StayId("call", 1), 1);
    public static readonly OfferId Second = new(new StayId("call", 1), 2);

    public static readonly C.Configure Registering = new(1, new PhoneSettings { CredentialVersion = 1 });
    public static readonly C.Configure AtFixedContact = new(1, new PhoneSettings { Contact = "sip:a17@127.0.0.1:7000" });

    public static C.Register Register(string contact, int expires = 60, uint cseq = 1, string callId = "a", string? connection = null, DeviceFlow? device = null) => new(new RegisterRequest
    {
        Contacts = [new RegisterContact(contact, expires) { Device = device }],
        CallId = callId,
        CSeq = cseq,
        Flow = new Flow(connection is null ? Transport.Udp : Transport.Tcp, "192.0.2.1:5060", connection),
        Edge = "edge-1",
    });

    public static C.Register RemoveAll(uint cseq, string callId = "a") => new(new RegisterRequest
    {
        Contacts = [],
        RemoveAll = true,
        CallId = callId,
        CSeq = cseq,
        Flow = new Flow(Transport.Udp, "192.0.2.1:5060"),
        Edge = "edge-1",
    });

    /// <summary>The state after these commands, each accepted or already so.</summary>
    public static PhoneState After(params ReadOnlySpan<C> commands)
    {
        var state = PhoneBehaviour.Initial(Id);
        foreach (var command in commands)
        {
            state = Then(state, command);
        }

        return state;
    }

    public static PhoneState Then(PhoneState state, C command) =>
        Events(state, command).Aggregate(state, DutiesAgree.Apply<PhoneBehaviour, PhoneState, C, E>);

    public static ImmutableArray<E> Events(PhoneState state, C command) => PhoneBehaviour.Decide(state, command, Now) switch
    {
        Decision<E>.Accepted accepted => accepted.Events,
        Decision<E>.AlreadySo => [],
        var refused => throw new InvalidOperationException($"{command}: {refused}"),
    };

    public static void Refused(PhoneState state, C command, Refusal reason) =>
        Assert.Equal(reason, Assert.IsType<Decision<E>.Refused>(PhoneBehaviour.Decide(state, command, Now)).Reason);

    public static void AlreadySo(PhoneState state, C command) => Assert.IsType<Decision<E>.AlreadySo>(PhoneBehaviour.Decide(state, command, Now));

    /// <summary>The duty of this kind (the part of its key before the slash), or null.</summary>
    public static T? Owes<T>(PhoneState state, string kind)
        where T : Duty =>
        PhoneBehaviour.Duties(state).OfType<T>().SingleOrDefault(duty => duty.Key.StartsWith(kind + "/", StringComparison.Ordinal));
}
