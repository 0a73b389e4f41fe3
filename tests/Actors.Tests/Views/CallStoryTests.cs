using System.Runtime.CompilerServices;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Waiting;
using CallCenter.Actors.Views;
using static CallCenter.Actors.Tests.Views.Told;

namespace CallCenter.Actors.Tests.Views;

public sealed class CallStoryTests
{
    [Fact]
    public void A_story_tells_each_event_with_its_time_in_both_languages()
    {
        var story = CallStory.Tell([Arrived(0), Entered(0), Requested(10.25), new CallEvent.LegRinging(At(11), 1), Answered(14), Ended(50, CallEnd.ReleasedByCaller)]);

        Assert.Equal(
            [
                "+0.000 s: +861012345678 calls 4000.",
                "+0.000 s: The call asks queue sales for a place (stay 1, priority 0).",
                "+10.250 s: The phone 6001 of agent 1001 is called.",
                "+11.000 s: Agent 1001 rings.",
                "+14.000 s: Agent 1001 answers and is connected with the caller.",
                "+50.000 s: The call ends: released by the caller.",
            ],
            story.Select(line => line.En));
        Assert.Equal("+14.000 秒：坐席 1001 应答，与主叫接通。", story[4].Zh);
    }

    [Fact]
    public void Every_event_of_a_call_has_a_sentence_of_its_own()
    {
        var told = typeof(CallEvent).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(CallEvent))).Select(type => (type, Line: Tell(type))).ToList();

        Assert.All(told, pair => Assert.DoesNotContain(Contracts.TagOf(RuntimeHelpers.GetUninitializedObject(pair.type)), pair.Line.En, StringComparison.Ordinal));
        Assert.Equal(told.Count, told.Select(pair => pair.Line.En).Distinct().Count());
        Assert.Equal(told.Count, told.Select(pair => pair.Line.Zh).Distinct().Count());
    }

    [Fact]
    public void A_consultation_is_told_with_who_is_asked_and_how_it_ends()
    {
        var story = CallStory.Tell(
        [
            Arrived(0), Requested(1),
            new CallEvent.ConsultStarted(At(20), 1, 1, Offer, "1002", "desk", At(60)),
            new CallEvent.QueueEntered(At(20), new StayId(Key, 2), Sales, "default", 0) { IsConsult = true, Asked = new AskedAgent("1002", "sales", TimeSpan.FromSeconds(20), new OfferRules(TimeSpan.Zero, 2, false)) },
            new CallEvent.ConsultSwitched(At(30), 1, true),
            new CallEvent.ConsultEnded(At(40), 1, ConsultEnd.Joined),
        ]);

        Assert.Equal(
            [
                "+20.000 s: Agent 1001 asks 1002 (by desk); the caller hears music.",
                "+20.000 s: Agent 1002 is asked for (stay 2).",
                "+30.000 s: The agent talks to the caller again; who was asked hears music.",
                "+40.000 s: The consultation ends: the caller is connected with who was asked.",
            ],
            story.Skip(2).Select(line => line.En));
        Assert.Equal("+20.000 秒：坐席 1001 咨询 1002（desk），主叫听音乐等待。", story[2].Zh);
        Assert.Equal("+40.000 秒：咨询结束：主叫与被咨询方接通。", story[5].Zh);
    }

    [Fact]
    public void A_sensitive_value_is_told_by_its_key_only()
    {
        var story = CallStory.Tell([new CallEvent.ValueAttached(At(0), "card", new AttachedValue(AttachedType.Text, "4111111111111111", Sensitive: true))]);

        Assert.DoesNotContain("4111", story[0].En + story[0].Zh, StringComparison.Ordinal);
        Assert.Contains("card", story[0].En, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_caller_was_told_is_told_in_both_languages()
    {
        var story = CallStory.Tell([new CallEvent.Announced(At(0), new StayId("c1", 1), 1, new Announcement("patience", 3, WaitRange.TwoToFiveMinutes))]);

        Assert.EndsWith("The caller is told: \"patience\", its place 3, an expected wait of 2 to 5 minutes.", story[0].En, StringComparison.Ordinal);
        Assert.EndsWith("向主叫播报：“patience”，排在第 3 位，预计等候两到五分钟。", story[0].Zh, StringComparison.Ordinal);
        Assert.Equal(5, Enum.GetValues<WaitRange>().Select(StoryWords.En).Distinct().Count());
        Assert.Equal(5, Enum.GetValues<WaitRange>().Select(StoryWords.Zh).Distinct().Count());
    }

    [Fact]
    public void Every_way_to_end_has_words()
    {
        Assert.All(Enum.GetValues<CallEnd>(), end => Assert.NotEqual(("ended", "结束"), (StoryWords.En(end), StoryWords.Zh(end))));
        Assert.All(Enum.GetValues<StayEnd>(), end => Assert.NotEqual(("ended", "结束"), (StoryWords.En(end), StoryWords.Zh(end))));
        Assert.All(Enum.GetValues<SegmentEnd>(), end => Assert.NotEqual(("ended", "结束"), (StoryWords.En(end), StoryWords.Zh(end))));
        Assert.All(Enum.GetValues<ConsultEnd>(), end => Assert.NotEqual(("ended", "结束"), (StoryWords.En(end), StoryWords.Zh(end))));
        Assert.All(Enum.GetValues<OfferEnd>(), end => Assert.NotEqual(("ended", "结束"), (StoryWords.En(end), StoryWords.Zh(end))));
    }

    private static StoryLine Tell(Type type) => CallStory.Tell(
    [
        type.Name switch
        {
            nameof(CallEvent.CallArrived) => Arrived(0),
            nameof(CallEvent.QueueEntered) => Entered(0),
            nameof(CallEvent.QueueLeft) => Left(0, StayEnd.Answered),
            nameof(CallEvent.Announced) => new CallEvent.Announced(At(0), new StayId("c1", 1), 1, new Announcement("patience", 3, WaitRange.OneToTwoMinutes)),
            nameof(CallEvent.LegRequested) => Requested(0),
            nameof(CallEvent.LegAnswered) => Answered(0),
            nameof(CallEvent.AgentSegmentEnded) => SegmentEnded(0, SegmentEnd.Transferred),
            nameof(CallEvent.CallEnded) => Ended(0, CallEnd.Lost),
            nameof(CallEvent.CallTransferred) => new CallEvent.CallTransferred(At(0), 1, new OfferId(new StayId("c", 1), 1), "4001", "1001", 4),
            nameof(CallEvent.ConsultStarted) => new CallEvent.ConsultStarted(At(0), 1, 1, new OfferId(new StayId("c", 1), 1), "4001", "1001", At(180)),
            nameof(CallEvent.SummaryWritten) => new CallEvent.SummaryWritten(At(0), new OfferId(new StayId("c", 1), 1), 1, new CallSummary(["billing"], ""), "1001"),
            nameof(CallEvent.LegReleased) => new CallEvent.LegReleased(At(0), 1, true, 1, null),
            _ => (CallEvent)RuntimeHelpers.GetUninitializedObject(type),
        },
    ])[0];
}
