using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Waiting;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>What a waiting caller is told over its music.</summary>
public sealed class AnnouncementTests
{
    private static readonly Announcement Third = new(null, 3, null);

    [Fact]
    public void It_is_played_once_over_the_music_and_only_while_it_is_news()
    {
        var scene = Waiting();
        var before = scene.Media.Version;
        scene.With(new C.Announce(Stay(), 1, Third, Start));

        Assert.Equal(Heard.MusicOnHold("waltz") with { Announcement = "en/position+en/number-3+en/position-end", Number = 1, Until = Start + Heard.LateMax }, scene.Media.CallerHears);
        Assert.Equal(before + 1, scene.Media.Version);
        scene.AlreadySo(new C.Announce(Stay(), 1, Third, Start));
    }

    [Fact]
    public void The_same_words_again_are_another_announcement()
    {
        var scene = Waiting().With(new C.Announce(Stay(), 1, Third, Start));
        var first = scene.Media;

        Assert.Equal((first.Version + 1, 2), (scene.With(new C.Announce(Stay(), 2, Third, Start)).Media.Version, scene.Media.CallerHears.Number));
    }

    [Fact]
    public void A_phone_that_rings_cuts_it_and_it_does_not_come_back_when_it_rang_in_vain()
    {
        var scene = Waiting().With(new C.Announce(Stay(), 1, Third, Start), Ring());
        Assert.Equal(Heard.MusicOnHold("waltz"), scene.Media.CallerHears);

        scene.Refuse(new C.Announce(Stay(), 2, Third, Start), Refusal.OfferInProgress);
        Assert.Equal(Heard.MusicOnHold("waltz"), scene.With(new C.RecordLegFailed(1, 486)).Media.CallerHears);
    }

    [Fact]
    public void It_ends_with_its_stay()
    {
        var scene = Waiting().With(new C.Announce(Stay(), 1, Third, Start), Leave(LeaveReason.MaxWait, ToSupport));

        Assert.Equal(Heard.MusicOnHold("march"), scene.Media.CallerHears);
        scene.Refuse(new C.Announce(Stay(), 2, Third, Start), Refusal.StayEnded);
        scene.Refuse(new C.Announce(Stay(9), 1, Third, Start), Refusal.StayUnknown);
    }

    [Fact]
    public void The_next_queue_hears_what_place_the_caller_was_told()
    {
        var scene = Waiting().With(new C.Announce(Stay(), 1, Third, Start), Leave(LeaveReason.MaxWait, ToSupport));

        Assert.Equal(3, scene.Message<QueueCommand.Enqueue>($"enqueue/{Stay(2)}").Call.ToldPosition);
    }

    [Fact]
    public void What_is_not_news_any_more_is_not_said()
    {
        var scene = Waiting();
        scene.Now += Heard.LateMax + TimeSpan.FromSeconds(1);

        scene.Refuse(new C.Announce(Stay(), 1, Third, Start), Refusal.OfferIsStale);
    }

    [Fact]
    public void Whoever_hears_nothing_yet_is_told_nothing()
    {
        Waiting(AnswerMode.OnAgent).Refuse(new C.Announce(Stay(), 1, Third, Start), Refusal.MediaNotAcceptable);
        Assert.True(Arrived(AnswerMode.OnAgent).Message<QueueCommand.Enqueue>($"enqueue/{Stay()}").Call.CannotHear);
        Assert.False(Arrived(AnswerMode.EarlyMedia).Message<QueueCommand.Enqueue>($"enqueue/{Stay()}").Call.CannotHear);
    }

    [Fact]
    public void Whoever_was_spoken_to_hears_us_when_it_waits_again()
    {
        var scene = Talking(AnswerMode.OnAgent).With(new C.Transfer(Offer(), ToNumber, "supervisor"));

        Assert.False(scene.Message<QueueCommand.Enqueue>($"enqueue/{Stay(2)}").Call.CannotHear);
    }

    [Fact]
    public void Of_several_queues_the_primary_one_speaks()
    {
        var scene = new CallScene().With(new C.RecordArrival(Arrival(also: ["support"])));

        Assert.Equal((false, true), (scene.Message<QueueCommand.Enqueue>($"enqueue/{Stay()}").Call.CannotHear, scene.Message<QueueCommand.Enqueue>($"enqueue/{Stay(2)}").Call.CannotHear));
    }

    [Theory]
    [InlineData(1, "en/position+en/number-1+en/position-end")]
    [InlineData(20, "en/position+en/number-20+en/position-end")]
    [InlineData(21, "en/position+en/number-20+en/number-1+en/position-end")]
    [InlineData(90, "en/position+en/number-90+en/position-end")]
    [InlineData(99, "en/position+en/number-90+en/number-9+en/position-end")]
    public void English_has_a_word_up_to_twenty_and_one_for_each_ten(int position, string sounds) => Assert.Equal(sounds, Sounds(new Announcement(null, position, null)));

    [Theory]
    [InlineData(1, "zh/position+zh/number-1+zh/position-end")]
    [InlineData(10, "zh/position+zh/number-10+zh/position-end")]
    [InlineData(12, "zh/position+zh/number-10+zh/number-2+zh/position-end")]
    [InlineData(20, "zh/position+zh/number-2+zh/number-10+zh/position-end")]
    [InlineData(42, "zh/position+zh/number-4+zh/number-10+zh/number-2+zh/position-end")]
    public void Chinese_counts_by_tens(int position, string sounds) => Assert.Equal(sounds, Sounds(new Announcement(null, position, null) { Language = Language.Zh }));

    [Fact]
    public void All_that_one_announcement_may_say_has_its_voice_and_its_order() => Assert.Equal(
        "li-na/patience li-na/position+li-na/number-2+li-na/position-end li-na/wait-over-10",
        Sounds(new Announcement("patience", 2, WaitRange.OverTenMinutes) { Language = Language.Zh, Voice = "li-na" }));

    /// <summary>The longest there is.</summary>
    [Fact]
    public void No_announcement_has_more_sounds_than_are_played() => Assert.All(
        from language in Enum.GetValues<Language>() from position in Enumerable.Range(1, Announcement.PositionMax) select new Announcement("patience", position, WaitRange.OverTenMinutes) { Language = language },
        what => Assert.InRange(Sounds(what).Split(' ', '+').Length, 3, Heard.AnnouncementSoundsMax));

    private static string Sounds(Announcement what) => Waiting().With(new C.Announce(Stay(), 1, what, Start)).Media.CallerHears.Announcement!;
}
