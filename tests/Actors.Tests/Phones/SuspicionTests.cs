using CallCenter.Actors.Agents;
using CallCenter.Actors.Phones;
using C = CallCenter.Actors.Phones.PhoneCommand;

namespace CallCenter.Actors.Tests.Phones;

/// <summary>A phone that could not be reached is probed until it answers.</summary>
public sealed class SuspicionTests
{
    private static readonly PhoneState Suspected = Phone.After(Phone.AtFixedContact, new C.Attach(Phone.Li, 1), new C.Suspect(Phone.First));

    [Fact]
    public void A_suspected_phone_is_unreachable_and_probed_without_end()
    {
        var probe = Phone.Owes<Duty.Perform>(Suspected, "probe")!;

        Assert.Null(Suspected.Reachable);
        Assert.Equal(new PhoneProbe("sip:a17@127.0.0.1:7000", null, Suspected.Epoch), probe.Command);
        Assert.Equal((Port.Signalling, null), (probe.Port, probe.OnFailed));
    }

    [Fact]
    public void A_registered_phone_is_probed_through_its_edge()
    {
        var registered = Phone.After(Phone.Registering, Phone.Register("sip:6001@192.0.2.1"), new C.Suspect(Phone.First));

        Assert.Equal("edge-1", Phone.Owes<Duty.Perform>(registered, "probe")!.At);
        Assert.Null(Phone.Owes<Duty.Perform>(Suspected, "probe")!.At);
    }

    [Fact]
    public void A_phone_behind_a_proxy_is_probed_through_it()
    {
        var register = Phone.Register("sip:6001@page.invalid;transport=ws");
        var registered = Phone.After(Phone.Registering, new C.Register(register.Request with { Path = ["<sip:192.0.2.7;lr>"] }), new C.Suspect(Phone.First));

        Assert.Equal(["<sip:192.0.2.7;lr>"], ((PhoneProbe)Phone.Owes<Duty.Perform>(registered, "probe")!.Command).Path.Items);
    }

    [Fact]
    public void The_agent_is_told_so() => Assert.Null(Told(Suspected).Reachable);

    [Fact]
    public void An_answered_probe_proves_the_phone()
    {
        var proved = Phone.Then(Suspected, (C)Phone.Owes<Duty.Perform>(Suspected, "probe")!.OnDone!);

        Assert.Equal("sip:a17@127.0.0.1:7000", Told(proved).Reachable?.Contact);
        Assert.True(Told(proved).Epoch > Told(Suspected).Epoch);
        Assert.Null(Phone.Owes<Duty.Perform>(proved, "probe"));
    }

    [Fact]
    public void The_same_offer_suspects_once()
    {
        Phone.AlreadySo(Suspected, new C.Suspect(Phone.First));
        Phone.AlreadySo(Phone.Then(Suspected, new C.RecordProbeAnswered(Suspected.Epoch)), new C.Suspect(Phone.First));
    }

    [Fact]
    public void Another_offer_suspects_again_with_a_probe_of_its_own()
    {
        var again = Phone.Then(Phone.Then(Suspected, new C.RecordProbeAnswered(Suspected.Epoch)), new C.Suspect(Phone.Second));

        Assert.NotEqual(Phone.Owes<Duty.Perform>(Suspected, "probe")!.Key, Phone.Owes<Duty.Perform>(again, "probe")!.Key);
        Phone.AlreadySo(again, new C.RecordProbeAnswered(Suspected.Epoch));
    }

    [Fact]
    public void A_registration_proves_the_phone_that_registers()
    {
        var suspected = Phone.After(Phone.Registering, Phone.Register("sip:6001@192.0.2.1"), new C.Suspect(Phone.First));

        Assert.NotNull(Phone.Owes<Duty.Perform>(suspected, "probe"));
        Assert.Equal("sip:6001@192.0.2.1", Phone.Then(suspected, Phone.Register("sip:6001@192.0.2.1", cseq: 2)).Reachable?.Contact);
    }

    [Fact]
    public void A_registration_does_not_prove_a_fixed_contact()
    {
        var both = Phone.After(
            new C.Configure(1, new PhoneSettings { Contact = "sip:a17@127.0.0.1:7000", CredentialVersion = 1 }),
            new C.Suspect(Phone.First),
            Phone.Register("sip:6001@192.0.2.1"));

        Assert.Null(both.Reachable);
    }

    [Fact]
    public void Where_else_it_may_be_is_probed_when_the_first_place_goes()
    {
        var suspected = Phone.After(Phone.Registering, Phone.Register("sip:one@192.0.2.1"), Phone.Register("sip:two@192.0.2.2", callId: "b", connection: "c2"), new C.Suspect(Phone.First));
        var one = Phone.Then(suspected, new C.RecordFlowLost("c2"));

        Assert.Equal("sip:one@192.0.2.1", ((PhoneProbe)Phone.Owes<Duty.Perform>(one, "probe")!.Command).Contact);
        Phone.AlreadySo(one, new C.RecordProbeAnswered(suspected.Epoch));
    }

    [Fact]
    public void A_phone_that_is_nowhere_is_not_probed() =>
        Assert.Empty(PhoneBehaviour.Duties(Phone.After(Phone.Registering, new C.Suspect(Phone.First))));

    private static AgentCommand.RecordPhone Told(PhoneState state) => (AgentCommand.RecordPhone)Phone.Owes<Duty.Deliver>(state, "told")!.Message;
}
