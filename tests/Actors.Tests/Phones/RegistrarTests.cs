using CallCenter.Actors.Phones;
using C = CallCenter.Actors.Phones.PhoneCommand;
using E = CallCenter.Actors.Phones.PhoneEvent;

namespace CallCenter.Actors.Tests.Phones;

/// <summary>RFC 3261 section 10.3 on the phone actor.</summary>
public sealed class RegistrarTests
{
    private const string Desk = "sip:6001@192.0.2.1:5060";
    private const string Mobile = "sip:6001@192.0.2.9:5060";

    [Fact]
    public void A_registration_makes_the_phone_reachable_where_it_said()
    {
        var state = Phone.After(Phone.Registering, Phone.Register(Desk));

        Assert.Equal(Desk, state.Reachable?.Contact);
        Assert.Equal(Phone.Now.AddSeconds(60), Phone.Owes<Duty.Wake>(state, "expire")?.At);
    }

    [Fact]
    public void The_reply_lists_all_bindings_with_their_expiry()
    {
        var state = Phone.After(Phone.Registering, Phone.Register(Desk));

        var accepted = Assert.IsType<Decision<E>.Accepted>(PhoneBehaviour.Decide(state, Phone.Register(Mobile, expires: 120, callId: "b"), Phone.Now));

        Assert.Equal(
            new RegistrationReply([new RegisteredContact(Mobile, Phone.Now.AddSeconds(120)) { Generation = 2 }, new RegisteredContact(Desk, Phone.Now.AddSeconds(60)) { Generation = 1 }]),
            accepted.Reply);
    }

    [Fact]
    public void A_question_changes_nothing_and_lists_the_bindings()
    {
        var state = Phone.After(Phone.Registering, Phone.Register(Desk));
        var question = new C.Register(Phone.Register(Desk).Request with { Contacts = [] });
        var reply = new RegistrationReply([new RegisteredContact(Desk, Phone.Now.AddSeconds(60)) { Generation = 1 }]);

        Assert.Equal(new Decision<E>.AlreadySo(reply), PhoneBehaviour.Decide(state, question, Phone.Now));
        Assert.Equal(new Decision<E>.AlreadySo(reply), PhoneBehaviour.Decide(state, new C.AskRegistrations(), Phone.Now));
    }

    [Fact]
    public void A_refresh_moves_the_expiry_and_keeps_the_phone_where_it_is()
    {
        var before = Phone.After(Phone.Registering, Phone.Register(Desk));
        var after = Phone.Then(before, Phone.Register(Desk, expires: 300, cseq: 2));

        Assert.Equal(Phone.Now.AddSeconds(300), Phone.Owes<Duty.Wake>(after, "expire")?.At);
        Assert.Equal(before.Epoch, after.Epoch);
    }

    [Fact]
    public void An_expiry_from_before_a_refresh_is_already_so()
    {
        var before = Phone.After(Phone.Registering, Phone.Register(Desk));
        var expiry = (C)Phone.Owes<Duty.Wake>(before, "expire")!.Message;

        Phone.AlreadySo(Phone.Then(before, Phone.Register(Desk, cseq: 2)), expiry);
    }

    [Fact]
    public void An_expired_registration_is_gone_and_the_phone_unreachable()
    {
        var state = Phone.After(Phone.Registering, Phone.Register(Desk));
        var expired = Phone.Then(state, (C)Phone.Owes<Duty.Wake>(state, "expire")!.Message);

        Assert.Null(expired.Reachable);
        Assert.Empty(PhoneBehaviour.Duties(expired));
    }

    [Fact]
    public void A_lower_CSeq_of_the_same_Call_ID_is_refused_whole()
    {
        var state = Phone.After(Phone.Registering, Phone.Register(Desk, cseq: 7));
        var both = new C.Register(Phone.Register(Mobile, cseq: 6).Request with { Contacts = [new RegisterContact(Mobile, 60), new RegisterContact(Desk, 60)] });

        Phone.Refused(state, both, Refusal.CSeqTooLow);
    }

    [Fact]
    public void Another_Call_ID_replaces_the_binding_whatever_its_CSeq()
    {
        var state = Phone.After(Phone.Registering, Phone.Register(Desk, cseq: 7), Phone.Register(Desk, cseq: 1, callId: "restarted"));

        Assert.Equal("restarted", Assert.Single(state.Bindings).Value.CallId);
    }

    [Fact]
    public void The_same_REGISTER_again_finds_its_work_done() =>
        Phone.AlreadySo(Phone.After(Phone.Registering, Phone.Register(Desk)), Phone.Register(Desk));

    [Fact]
    public void Expiry_zero_removes_the_binding()
    {
        var state = Phone.After(Phone.Registering, Phone.Register(Desk), Phone.Register(Desk, expires: 0, cseq: 2));

        Assert.Empty(state.Bindings);
        Phone.AlreadySo(state, Phone.Register(Desk, expires: 0, cseq: 2));
    }

    [Fact]
    public void A_star_removes_all_bindings()
    {
        var state = Phone.After(Phone.Registering, Phone.Register(Desk), Phone.Register(Mobile, callId: "b"), Phone.RemoveAll(cseq: 2));

        Assert.Empty(state.Bindings);
    }

    [Fact]
    public void A_star_with_a_CSeq_too_low_removes_nothing() =>
        Phone.Refused(Phone.After(Phone.Registering, Phone.Register(Desk, cseq: 3), Phone.Register(Mobile, callId: "b")), Phone.RemoveAll(cseq: 2), Refusal.CSeqTooLow);

    [Fact]
    public void The_most_recent_registration_is_where_it_rings()
    {
        var both = Phone.After(Phone.Registering, Phone.Register(Desk), Phone.Register(Mobile, callId: "b"));

        Assert.Equal(Mobile, both.Reachable?.Contact);
        Assert.Equal(Desk, Phone.Then(both, Phone.Register(Desk, cseq: 2)).Reachable?.Contact);
        Assert.Equal(Desk, Phone.Then(both, Phone.Register(Mobile, expires: 0, cseq: 2, callId: "b")).Reachable?.Contact);
    }

    [Fact]
    public void One_binding_too_many_replaces_the_least_recent()
    {
        var state = Phone.After(Phone.Registering);
        for (var port = 0; port <= PhoneState.BindingsMax; port++)
        {
            state = Phone.Then(state, Phone.Register($"sip:6001@192.0.2.1:{5060 + port}", callId: $"{port}"));
        }

        Assert.Equal(PhoneState.BindingsMax, state.Bindings.Count);
        Assert.DoesNotContain("sip:6001@192.0.2.1:5060", state.Bindings.Keys);
    }

    [Fact]
    public void More_contacts_than_a_phone_may_have_are_refused()
    {
        var many = Phone.Register(Desk).Request with { Contacts = [.. Enumerable.Range(0, PhoneState.BindingsMax + 1).Select(n => new RegisterContact($"sip:{n}@192.0.2.1", 60))] };

        Phone.Refused(Phone.After(Phone.Registering), new C.Register(many), Refusal.TooManyContacts);
    }

    [Fact]
    public void A_lost_connection_ends_what_was_registered_through_it()
    {
        var state = Phone.After(Phone.Registering, Phone.Register(Desk, connection: "c1"), Phone.Register(Mobile, callId: "b", connection: "c2"), new C.RecordFlowLost("c2"));

        Assert.Equal(Desk, state.Reachable?.Contact);
        Phone.AlreadySo(state, new C.RecordFlowLost("c2"));
    }

    [Fact]
    public void A_phone_that_is_not_configured_or_has_no_credential_cannot_register()
    {
        Phone.Refused(Phone.After(), Phone.Register(Desk), Refusal.PhoneNotConfigured);
        Phone.Refused(Phone.After(Phone.AtFixedContact), Phone.Register(Desk), Refusal.PhoneNotConfigured);
    }

    [Fact]
    public void Removed_from_the_configuration_it_loses_its_registrations()
    {
        var state = Phone.After(Phone.Registering, Phone.Register(Desk), new C.Configure(2, null));

        Assert.Empty(state.Bindings);
        Assert.Null(state.Reachable);
        Phone.AlreadySo(state, Phone.Registering);
    }

    [Fact]
    public void A_device_that_gives_no_sign_of_life_is_not_reachable_and_its_next_registration_is_another()
    {
        var state = Phone.After(Phone.Registering, Phone.Register(Desk));
        Assert.Null(Phone.Then(state, new C.RecordSilence(Desk, 1)).Reachable);
        Phone.AlreadySo(Phone.Then(state, Phone.Register(Desk, cseq: 2)), new C.RecordSilence(Desk, 1));
    }
}
