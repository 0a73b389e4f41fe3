using System.Reflection;
using CallCenter.Actors.Phones;
using FsCheck;
using FsCheck.Fluent;
using C = CallCenter.Actors.Phones.PhoneCommand;
using E = CallCenter.Actors.Phones.PhoneEvent;

namespace CallCenter.Actors.Tests.Phones;

/// <summary>Every command in every phase: its events apply, the second time there are none. And any run keeps its duties straight.</summary>
public sealed class PhoneMatrixTests
{
    private const string Desk = "sip:6001@192.0.2.1";

    private static readonly DeviceFlow Flow1 = new("<urn:uuid:0>", 1);
    private static readonly DeviceFlow Flow2 = new("<urn:uuid:0>", 2);

    private static readonly (string Phase, PhoneState State)[] Phases =
    [
        ("not configured", Phone.After()),
        ("fixed", Phone.After(Phone.AtFixedContact)),
        ("not registered", Phone.After(Phone.Registering)),
        ("registered", Phone.After(Phone.Registering, Phone.Register(Desk, connection: "c1"))),
        ("occupied", Phone.After(Phone.Registering, Phone.Register(Desk, connection: "c1"), new C.Attach(Phone.Li, 1))),
        ("suspected", Phone.After(Phone.Registering, Phone.Register(Desk, connection: "c1"), new C.Attach(Phone.Li, 1), new C.Suspect(Phone.First))),
        ("two flows", Phone.After(Phone.Registering, Phone.Register(Desk, callId: "d", connection: "c1", device: Flow1), Phone.Register(Desk, callId: "e", connection: "c3", device: Flow2))),
        ("removed", Phone.After(Phone.Registering, new C.Attach(Phone.Li, 1), new C.Configure(2, null))),
    ];

    private static readonly C[] Commands =
    [
        new C.Configure(1, Phone.Registering.Settings),
        new C.Configure(3, Phone.AtFixedContact.Settings),
        new C.Configure(4, null),
        Phone.Register(Desk, cseq: 2, connection: "c2"),
        Phone.Register(Desk, expires: 0, cseq: 3),
        Phone.Register("sip:6001@192.0.2.2", callId: "b"),
        Phone.Register("sip:6001@192.0.2.3", cseq: 2, callId: "d", connection: "c4", device: Flow1),
        Phone.Register(Desk, expires: 0, cseq: 3, callId: "e", device: Flow2),
        Phone.RemoveAll(cseq: 4),
        new C.RecordFlowLost("c1"),
        new C.Attach(Phone.Li, 1),
        new C.Attach(Phone.Li, 2),
        new C.Attach(Phone.Wang, 1),
        new C.Detach(Phone.Li, 1),
        new C.Detach(Phone.Wang, 1),
        new C.Suspect(Phone.First),
        new C.Suspect(Phone.Second),
        .. Enumerable.Range(1, 6).Select(epoch => new C.RecordProbeAnswered(epoch)),
        .. Enumerable.Range(1, 6).Select(epoch => new C.ConfirmTold($"told/{epoch}")),
        .. Enumerable.Range(1, 3).Select(generation => new C.ExpireRegistration(Desk, generation)),
        .. Enumerable.Range(1, 3).Select(generation => new C.RecordSilence(Desk, generation)),
        new C.RecordSilence(DeviceFlow.BindingOf(Desk, Flow2), 2),
        new C.AskRegistrations(), new C.AskSeat(),
    ];

    public static TheoryData<string, int> Cells => [.. from phase in Phases from command in Enumerable.Range(0, Commands.Length) select (phase.Phase, command)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_second_time_there_is_nothing_to_do(string phase, int command)
    {
        var state = Phases.Single(candidate => candidate.Phase == phase).State;
        if (PhoneBehaviour.Decide(state, Commands[command], Phone.Now) is Decision<E>.Accepted accepted)
        {
            var after = accepted.Events.Aggregate(state, DutiesAgree.Apply<PhoneBehaviour, PhoneState, C, E>);

            Assert.NotEmpty(accepted.Events);
            Assert.IsNotType<Decision<E>.Accepted>(PhoneBehaviour.Decide(after, Commands[command], Phone.Now));
        }
    }

    [Fact]
    public void No_command_is_forgotten() => Assert.Equal(
        typeof(C).GetNestedTypes(BindingFlags.Public).Select(type => type.Name).Order(StringComparer.Ordinal),
        Commands.Select(command => command.GetType().Name).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Any_run_keeps_duties_and_bounds() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Elements(Commands).ListOf().ToArbitrary(),
        commands =>
        {
            var ledger = new DutyLedger<PhoneBehaviour, PhoneState, C, E>(Phone.Id);
            foreach (var command in commands)
            {
                var before = ledger.State;
                foreach (var @event in PhoneBehaviour.Decide(before, command, Phone.Now) is Decision<E>.Accepted accepted ? accepted.Events : [])
                {
                    ledger.Apply(@event);
                }

                Assert.True(before.Reachable == ledger.State.Reachable || ledger.State.Epoch > before.Epoch);
                Assert.InRange(ledger.State.Bindings.Count, 0, PhoneState.BindingsMax);
            }
        }));

    [Fact]
    public void The_events_survive_the_journal()
    {
        var state = PhoneBehaviour.Initial(Phone.Id);
        foreach (var command in Commands)
        {
            if (PhoneBehaviour.Decide(state, command, Phone.Now) is Decision<E>.Accepted accepted)
            {
                Assert.All(accepted.Events, written => Assert.Equal(written, Contracts.Read(Contracts.TagOf(written), Contracts.Write(written))));
                state = accepted.Events.Aggregate(state, PhoneBehaviour.Apply);
            }
        }
    }
}
