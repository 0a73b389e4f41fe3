using CallCenter.Actors.Phones;
using C = CallCenter.Actors.Phones.PhoneCommand;
using E = CallCenter.Actors.Phones.PhoneEvent;

namespace CallCenter.Actors.Tests.Phones;

/// <summary>RFC 5626 section 6 on the phone actor: a device, and the ways to it that it keeps open.</summary>
public sealed class DeviceFlowTests
{
    private const string Page = "sip:k2l9@page-1.invalid;transport=ws";
    private const string PageAgain = "sip:p0q4@page-2.invalid;transport=ws";
    private static readonly DeviceFlow First = new("<urn:uuid:a>", 1);
    private static readonly DeviceFlow Second = new("<urn:uuid:a>", 2);
    private static readonly DeviceFlow OfAnother = new("<urn:uuid:b>", 1);

    private static readonly PhoneState Twice = Phone.After(
        Phone.Registering, Phone.Register(Page, callId: "a", connection: "c1", device: First), Phone.Register(Page, callId: "b", connection: "c2", device: Second));

    [Fact]
    public void A_page_that_is_loaded_again_takes_its_own_place_and_leaves_no_second_contact()
    {
        var state = Phone.After(Phone.Registering, Phone.Register(Page, callId: "a", connection: "c1", device: First), Phone.Register(PageAgain, callId: "b", connection: "c2", device: First));

        Assert.Equal(PageAgain, Assert.Single(state.Bindings.Values).Contact);
        Phone.AlreadySo(state, new C.RecordFlowLost("c1"));
        Assert.Equal(PageAgain, state.Reachable?.Contact);
    }

    [Fact]
    public void One_contact_may_be_reached_by_two_flows_and_by_the_other_at_once_when_one_is_lost()
    {
        Assert.Equal((2, "c2"), (Twice.Bindings.Count, Twice.Reachable?.Flow?.Connection));

        var left = Phone.Then(Twice, new C.RecordFlowLost("c2"));
        Assert.Equal("c1", left.Reachable?.Flow?.Connection);
        Assert.True(left.Epoch > Twice.Epoch);
        Assert.Null(Phone.Then(left, new C.RecordFlowLost("c1")).Reachable);
    }

    [Fact]
    public void An_offer_that_found_no_way_by_one_flow_leaves_the_phone_reachable_by_the_other()
    {
        var state = Phone.Then(Twice, new C.Suspect(Phone.First));
        Assert.Equal("c1", state.Reachable?.Flow?.Connection);
        Phone.AlreadySo(state, new C.Suspect(Phone.First));

        var alone = Phone.Then(state, new C.Suspect(Phone.Second));
        Assert.Null(alone.Reachable);
        Assert.NotNull(Phone.Owes<Duty.Perform>(alone, "probe"));
    }

    [Fact]
    public void Another_device_is_no_way_to_this_one()
    {
        var state = Phone.After(Phone.Registering, Phone.Register(PageAgain, callId: "a", device: OfAnother), Phone.Register(Page, callId: "b", device: First), new C.Suspect(Phone.First));
        Assert.Null(state.Reachable);
    }

    [Fact]
    public void A_flow_is_taken_back_by_its_number_and_expires_by_itself()
    {
        Assert.Equal([First], Phone.Then(Twice, Phone.Register(Page, expires: 0, cseq: 2, callId: "b", device: Second)).Bindings.Values.Select(binding => binding.Device));

        var expiry = (C)PhoneBehaviour.Duties(Twice).OfType<Duty.Wake>().First().Message;
        Assert.Equal([Second], Phone.Then(Twice, expiry).Bindings.Values.Select(binding => binding.Device));
    }

    [Fact]
    public void The_reply_says_which_flow_is_which()
    {
        var reply = (RegistrationReply)Assert.IsType<Decision<E>.AlreadySo>(PhoneBehaviour.Decide(Twice, new C.AskRegistrations(), Phone.Now)).Reply!;
        Assert.Equal([Second, First], reply.Contacts.Select(contact => contact.Device));
    }
}
