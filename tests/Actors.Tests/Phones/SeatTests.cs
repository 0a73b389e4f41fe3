using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Phones;
using C = CallCenter.Actors.Phones.PhoneCommand;

namespace CallCenter.Actors.Tests.Phones;

/// <summary>Who sits at the phone, and what it is told.</summary>
public sealed class SeatTests
{
    [Fact]
    public void Who_sits_at_it_is_told_when_it_is_to_answer_by_itself_from_now_on()
    {
        var before = Phone.After(Phone.AtFixedContact);
        var after = Phone.Then(before, new PhoneCommand.Configure(2, Phone.AtFixedContact.Settings! with { AutoAnswer = AutoAnswer.CallInfo }));

        Assert.Equal(AutoAnswer.CallInfo, after.Candidate!.AutoAnswer);
        Assert.Equal(before.Epoch + 1, after.Epoch);
    }

    private static readonly PhoneState Configured = Phone.After(Phone.AtFixedContact);

    [Fact]
    public void An_agent_who_sits_down_is_told_where_the_phone_is()
    {
        var told = Phone.Owes<Duty.Deliver>(Phone.Then(Configured, new C.Attach(Phone.Li, 1)), "told")!;

        Assert.Equal(Phone.Li, told.To);
        Assert.Equal(new PhoneTarget("6001", "sip:a17@127.0.0.1:7000", [], null), Assert.IsType<AgentCommand.RecordPhone>(told.Message).Reachable);
    }

    [Fact]
    public void Once_told_it_is_not_told_again()
    {
        var attached = Phone.Then(Configured, new C.Attach(Phone.Li, 1));
        var told = Phone.Then(attached, (C)Phone.Owes<Duty.Deliver>(attached, "told")!.OnAnswered!);

        Assert.Empty(PhoneBehaviour.Duties(told));
        Phone.AlreadySo(told, (C)Phone.Owes<Duty.Deliver>(attached, "told")!.OnAnswered!);
    }

    [Fact]
    public void Each_change_has_a_later_epoch()
    {
        var state = Phone.After(Phone.Registering, new C.Attach(Phone.Li, 1));
        var before = Told(state);
        state = Phone.Then(state, Phone.Register("sip:6001@192.0.2.1"));
        var reachable = Told(state);
        state = Phone.Then(state, Phone.Register("sip:6001@192.0.2.1", expires: 0, cseq: 2));
        var gone = Told(state);

        Assert.Equal((null, "sip:6001@192.0.2.1", null), (before.Reachable?.Contact, reachable.Reachable?.Contact, gone.Reachable?.Contact));
        Assert.True(before.Epoch < reachable.Epoch && reachable.Epoch < gone.Epoch);
    }

    [Fact]
    public void A_second_agent_finds_the_seat_taken() =>
        Phone.Refused(Phone.Then(Configured, new C.Attach(Phone.Li, 1)), new C.Attach(Phone.Wang, 1), Refusal.SeatTaken);

    [Fact]
    public void After_the_first_has_left_the_second_sits_down_and_is_told_anew()
    {
        var state = Phone.Then(Phone.Then(Configured, new C.Attach(Phone.Li, 1)), new C.Detach(Phone.Li, 1));
        Assert.Empty(PhoneBehaviour.Duties(state));

        var told = Phone.Owes<Duty.Deliver>(Phone.Then(state, new C.Attach(Phone.Wang, 1)), "told");
        Assert.Equal(Phone.Wang, told?.To);
    }

    [Fact]
    public void The_same_sign_in_again_is_already_so() =>
        Phone.AlreadySo(Phone.Then(Configured, new C.Attach(Phone.Li, 1)), new C.Attach(Phone.Li, 1));

    [Fact]
    public void A_newer_sign_in_of_the_same_agent_is_told_anew_and_outlives_the_end_of_the_older()
    {
        var state = Phone.Then(Phone.Then(Configured, new C.Attach(Phone.Li, 1)), new C.Attach(Phone.Li, 2));

        Assert.NotNull(Phone.Owes<Duty.Deliver>(state, "told"));
        Phone.AlreadySo(state, new C.Detach(Phone.Li, 1));
        Assert.Equal(new Seat(Phone.Li, 2), state.Attached);
    }

    [Fact]
    public void A_sign_in_that_is_over_takes_no_seat_when_it_comes_late()
    {
        var state = Phone.Then(Configured, new C.Detach(Phone.Li, 3));

        Phone.AlreadySo(state, new C.Attach(Phone.Li, 3));
        Phone.AlreadySo(state, new C.Attach(Phone.Li, 2));
        Assert.Equal(new Seat(Phone.Li, 4), Phone.Then(state, new C.Attach(Phone.Li, 4)).Attached);
    }

    [Fact]
    public void Those_who_left_are_remembered_within_a_bound()
    {
        var state = Configured;
        for (var agent = 0; agent < 2 * PhoneState.DepartedMax; agent++)
        {
            state = Phone.Then(state, new C.Detach(ActorId.Agent("demo", $"{agent}"), 1));
        }

        Assert.Equal(PhoneState.DepartedMax, state.Departed.Count);
    }

    [Fact]
    public void A_phone_that_is_not_configured_has_no_seat() => Phone.Refused(Phone.After(), new C.Attach(Phone.Li, 1), Refusal.PhoneNotConfigured);

    private static AgentCommand.RecordPhone Told(PhoneState state) => (AgentCommand.RecordPhone)Phone.Owes<Duty.Deliver>(state, "told")!.Message;
}
