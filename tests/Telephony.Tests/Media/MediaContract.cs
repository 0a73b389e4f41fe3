using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Media;

namespace CallCenter.Telephony.Tests.Media;

/// <summary>
/// What any media behind <see cref="IMedia"/> owes a call, told by what two real phones hear. Nothing here waits for a time: silence is shown by
/// what comes first afterwards, and a pressed digit that was noticed proves that all sent before it has been dealt with.
/// </summary>
public abstract class MediaContract : IAsyncLifetime
{
    protected static readonly ActorId Call = ActorId.Call("demo", "0123456789abcdef0123456789abcdef");

    private const double Music = 440;
    private const double Announced = 620;
    private const double NumberTone = 740;
    private const double EndTone = 1_200;
    private const double CallersTone = 1_000;
    private const double OthersTone = 1_500;
    private const double IntrudersTone = 2_200;
    private const double AskedTone = 1_700;
    private const int SaidFrames = 25;
    private static readonly double[] All = [Music, CallersTone, OthersTone, AskedTone];
    private const double ClearingTone = 700;

    /// <summary>Twenty seconds.</summary>
    private const int SpeechFrames = 1_000;

    private readonly string sounds = Directory.CreateTempSubdirectory("sounds").FullName;
    private readonly RtpPhone caller = new();
    private readonly RtpPhone other = new(payload: 8);
    private readonly RtpPhone asked = new();
    private IMedia media = null!;

    protected MediaContract()
    {
        File.WriteAllBytes(Path.Combine(sounds, "waltz.wav"), Tone.Wav(Tone.Of(Music, Tone.Rate)));
        File.WriteAllBytes(Path.Combine(sounds, "greeting.wav"), Tone.Wav(Tone.Of(Announced, 10 * RtpPhone.FrameSamples)));
        File.WriteAllBytes(Path.Combine(sounds, "speech.wav"), Tone.Wav(Tone.Of(Announced, SpeechFrames * RtpPhone.FrameSamples)));
        var english = Directory.CreateDirectory(Path.Combine(sounds, "en")).FullName;
        File.WriteAllBytes(Path.Combine(english, "number.wav"), Tone.Wav(Tone.Of(NumberTone, 10 * RtpPhone.FrameSamples)));
        File.WriteAllBytes(Path.Combine(english, "end.wav"), Tone.Wav(Tone.Of(EndTone, 10 * RtpPhone.FrameSamples)));
    }

    /// <summary>Nobody is that late.</summary>
    private static DateTimeOffset Later => DateTimeOffset.UtcNow.AddHours(1);

    /// <summary>Whatever a phone hears comes from one RTP source; else the other side, music and announcements are sources of their own.</summary>
    protected abstract bool IsOneSource { get; }

    /// <summary>A media of the same instance, address and ports each time, ready to allocate.</summary>
    protected abstract Task<IMedia> Start(string soundDirectory);

    /// <summary>Ends it as a killed process ends: nothing is said to anybody.</summary>
    protected abstract void Kill(IMedia media);

    protected abstract Task<MediaNotice.DigitPressed> NextDigit();

    /// <summary>The phone's source is the one that is believed from now on.</summary>
    internal abstract Task Settled(RtpPhone phone, MediaSlot slot, MediaSide side);

    public async ValueTask InitializeAsync() => media = await Start(sounds);

    public ValueTask DisposeAsync()
    {
        Kill(media);
        caller.Dispose();
        other.Dispose();
        asked.Dispose();
        Directory.Delete(sounds, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Both_hear_each_other_though_they_chose_different_laws()
    {
        var talk = await Talking();

        caller.Say(talk.Slot, MediaSide.Caller, CallersTone);
        other.Say(talk.Slot, MediaSide.Other, OthersTone);

        var atOther = await other.Hear(25);
        var atCaller = await caller.Hear(25);
        Assert.All(atOther, heard => Assert.Equal(8, heard.Packet.PayloadType));
        Assert.All(atCaller, heard => Assert.Equal(0, heard.Packet.PayloadType));
        Assert.True(atOther.Share(CallersTone) > 0.95);
        Assert.True(atCaller.Share(OthersTone) > 0.95);
        atOther.GoOn(IsOneSource);
        atCaller.GoOn(IsOneSource);
    }

    [Fact]
    public async Task A_waiting_caller_hears_the_music_of_its_queue()
    {
        await Apply(Waiting(await Slot(), Heard.MusicOnHold("waltz")));

        var heard = await caller.Hear(60);

        Assert.True(heard.Share(Music) > 0.95);
        Assert.All(heard.Skip(1).Zip(heard), pair => Assert.Equal(160u, pair.First.Packet.Timestamp - pair.Second.Packet.Timestamp));
        heard.GoOn(IsOneSource);
    }

    [Fact]
    public async Task A_music_that_is_missing_becomes_the_default_music()
    {
        await Apply(Waiting(await Slot(), Heard.MusicOnHold("unheard of")));

        var heard = await caller.Hear(50);

        Assert.True(heard.Samples().Max(Math.Abs) > 500);
    }

    [Fact]
    public async Task An_announcement_is_heard_once_and_then_the_music()
    {
        var desired = Waiting(await Slot(), new Heard(HeardSource.Music, "waltz", "greeting"));
        await Apply(desired);
        var first = await Until(caller, [], Music);

        await Apply(desired with { Version = 2 });
        var then = await caller.Hear(25);

        Assert.InRange(first.FramesOf(Announced), 8, 10);
        Assert.True(then.Share(Music) > 0.95);
        first.AddRange(then);
        first.GoOn(IsOneSource);
    }

    [Fact]
    public async Task Words_follow_each_other_and_the_music_goes_on_where_it_stopped()
    {
        await Apply(Waiting(await Slot(), new Heard(HeardSource.Music, "waltz", "greeting en/number+en/end") { Until = Later }));

        var heard = await caller.Hear(40);

        Assert.True(Part(heard, 0, 10).Share(Announced) > 0.95);
        Assert.True(Part(heard, 10, 20).Share(NumberTone) > 0.95);
        Assert.True(Part(heard, 20, 30).Share(EndTone) > 0.95);
        Assert.True(Part(heard, 30, 40).Share(Music) > 0.95);
        heard.GoOn(IsOneSource);
    }

    /// <summary>One chime for all that is missing, and no half of a sentence.</summary>
    [Fact]
    public async Task Where_a_word_is_missing_a_chime_is_heard_in_place_of_its_part()
    {
        await Apply(Waiting(await Slot(), new Heard(HeardSource.Music, "waltz", "en/number+en/missing greeting en/nothing")));

        var heard = await caller.Hear(70);

        Assert.True(Part(heard, 0, 14).Share(659.26) > 0.9);
        Assert.True(Part(heard, 16, 29).Share(880) > 0.9);
        Assert.True(Part(heard, 40, 50).Share(Announced) > 0.95);
        Assert.True(Part(heard, 50, 70).Share(Music) > 0.95);
    }

    [Fact]
    public async Task The_same_words_under_another_number_are_said_again()
    {
        var desired = Waiting(await Slot(), new Heard(HeardSource.Music, "waltz", "greeting") { Number = 1 });
        await Apply(desired);
        await caller.Hear(15);

        await Apply(desired with { Version = 2, CallerHears = desired.CallerHears with { Number = 2 } });

        Assert.True(Tone.Share(Last(await Until(caller, await caller.Hear(1), Announced)), Announced) > 0.9);
    }

    [Fact]
    public async Task An_answer_cuts_an_announcement_at_once()
    {
        var waiting = Waiting(await Slot(), new Heard(HeardSource.Music, "waltz", "speech"));
        var said = Apply(waiting);
        var heard = await caller.Hear(3);

        await Apply(Talk(waiting.Slot, 2));
        await said;
        other.Say(waiting.Slot, MediaSide.Other, OthersTone);

        heard = await Until(caller, heard, OthersTone);
        Assert.True(heard.Count < SpeechFrames / 2, $"{heard.Count} packets before the agent was heard");
        heard.GoOn(IsOneSource);
    }

    /// <summary>A process that begins anew does not know what its predecessor has said.</summary>
    [Fact]
    public async Task What_is_not_news_any_more_is_not_said()
    {
        await Apply(Waiting(await Slot(), new Heard(HeardSource.Music, "waltz", "greeting") { Until = DateTimeOffset.UtcNow.AddSeconds(-1) }));

        Assert.True((await caller.Hear(10)).Share(Music) > 0.95);
    }

    [Fact]
    public async Task Music_gives_way_to_the_other_side()
    {
        var waiting = Waiting(await Slot(), Heard.MusicOnHold("waltz"));
        await Apply(waiting);
        var heard = await caller.Hear(10);

        await Apply(Talk(waiting.Slot, 2));
        other.Say(waiting.Slot, MediaSide.Other, OthersTone);

        var (music, talk) = Split(await Until(caller, heard, OthersTone));
        Assert.NotEmpty(music);
        Assert.True(!IsOneSource || talk[0].Packet.Marker, "the marker bit shows where sound begins anew");
        heard.GoOn(IsOneSource);
    }

    [Fact]
    public async Task A_side_on_hold_hears_music_and_is_not_heard()
    {
        var talk = await Talking();
        await Apply(talk with { Version = 2, CallerHears = Heard.MusicOnHold("waltz"), OtherHears = Heard.Silence });

        caller.Say(talk.Slot, MediaSide.Caller, CallersTone);
        await Pressed(caller, talk.Slot, MediaSide.Caller);
        Assert.True((await caller.Hear(5)).Share(Music) > 0.9);
        await Apply(talk with { Version = 3 });
        caller.Say(talk.Slot, MediaSide.Caller, OthersTone);

        Assert.True((await other.Hear(25)).Share(OthersTone) > 0.95);
    }

    [Fact]
    public async Task Of_three_sides_two_hear_each_other_and_the_third_hears_music()
    {
        var talk = await Talking();
        await Apply(Asking(talk));
        SayAll(talk.Slot);

        await HearOnly(other, AskedTone);
        await HearOnly(asked, OthersTone);
        await HearOnly(caller, Music);
    }

    [Fact]
    public async Task The_asked_waits_with_music_while_the_agent_is_back_with_the_caller()
    {
        var talk = await Talking();
        await Apply(Asking(talk));
        await Apply(talk with { Version = 3, Third = asked.Peer(), ThirdHears = Heard.MusicOnHold("waltz") });
        SayAll(talk.Slot);

        await HearOnly(other, CallersTone);
        await HearOnly(caller, OthersTone);
        await HearOnly(asked, Music);
    }

    [Fact]
    public async Task Who_was_asked_has_the_caller_and_can_ask_another()
    {
        var talk = await Talking();
        await Apply(Asking(talk));
        var joined = new MediaDesired(talk.Slot, 3, caller.Peer(), Heard.Of(MediaSide.Third, MediaSide.Caller), null, Heard.Silence) { Third = asked.Peer(), ThirdHears = Heard.OtherSide };
        await Apply(joined);
        SayAll(talk.Slot);
        await HearOnly(asked, CallersTone);
        await HearOnly(caller, AskedTone);

        await Apply(Asking(talk) with { Version = 4 });
        SayAll(talk.Slot);
        await HearOnly(asked, OthersTone);
        await HearOnly(other, AskedTone);
        await HearOnly(caller, Music);
    }

    [Fact]
    public async Task After_a_restart_a_consultation_goes_on_at_the_same_ports()
    {
        var talk = await Talking();
        await Apply(Asking(talk));

        Kill(media);
        media = await Start(sounds);
        await Apply(Asking(talk));
        SayAll(talk.Slot);

        await HearOnly(other, AskedTone);
        await HearOnly(asked, OthersTone);
        await HearOnly(caller, Music);
    }

    [Theory]
    [InlineData(MediaDirection.SendOnly)]
    [InlineData(MediaDirection.Inactive)]
    public async Task A_phone_that_does_not_receive_is_sent_nothing(MediaDirection direction)
    {
        var talk = await Talking();
        await Apply(talk with { Version = 2, Other = other.Peer(direction) });

        caller.Say(talk.Slot, MediaSide.Caller, CallersTone);
        await Pressed(caller, talk.Slot, MediaSide.Caller);
        await Apply(talk with { Version = 3 });
        caller.Say(talk.Slot, MediaSide.Caller, OthersTone);

        Assert.True((await other.Hear(25)).Share(OthersTone) > 0.95);
    }

    [Fact]
    public async Task Another_address_than_the_phones_is_not_believed()
    {
        using var intruder = new RtpPhone("127.0.0.2");
        var talk = await Talking();
        await Settled(caller, talk.Slot, MediaSide.Caller);
        await Clear(caller, other, talk.Slot);

        intruder.Say(talk.Slot, MediaSide.Caller, IntrudersTone, frames: 5);
        caller.Say(talk.Slot, MediaSide.Caller, CallersTone);
        other.Say(talk.Slot, MediaSide.Other, OthersTone);

        Assert.True((await other.Hear(25)).Share(CallersTone) > 0.95);
        Assert.True((await caller.Hear(25)).Share(OthersTone) > 0.95);
    }

    [Fact]
    public async Task Another_port_of_the_signalled_address_is_believed_once()
    {
        using var behindNat = new RtpPhone();
        using var third = new RtpPhone();
        var talk = await Talking();

        behindNat.Say(talk.Slot, MediaSide.Caller, CallersTone);
        await Settled(behindNat, talk.Slot, MediaSide.Caller);
        await Clear(behindNat, other, talk.Slot);
        third.Say(talk.Slot, MediaSide.Caller, IntrudersTone, frames: 5);
        caller.Say(talk.Slot, MediaSide.Caller, IntrudersTone, frames: 5);
        behindNat.Say(talk.Slot, MediaSide.Caller, CallersTone);
        other.Say(talk.Slot, MediaSide.Other, OthersTone);

        Assert.True((await other.Hear(25)).Share(CallersTone) > 0.95);
        Assert.True((await behindNat.Hear(25)).Share(OthersTone) > 0.95);
    }

    [Fact]
    public async Task Once_the_signalled_port_was_heard_no_other_is_believed()
    {
        using var intruder = new RtpPhone();
        var talk = await Talking();

        caller.Say(talk.Slot, MediaSide.Caller, CallersTone, frames: 1);
        await Settled(caller, talk.Slot, MediaSide.Caller);
        await Clear(caller, other, talk.Slot);
        intruder.Say(talk.Slot, MediaSide.Caller, IntrudersTone, frames: 5);
        caller.Say(talk.Slot, MediaSide.Caller, CallersTone);

        Assert.True((await other.Hear(25)).Share(CallersTone) > 0.95);
    }

    [Fact]
    public async Task A_digit_is_noticed_once_and_relayed_in_the_others_payload_type()
    {
        var talk = await Talking();
        await Apply(talk with { Version = 2, Other = other.Peer(telephoneEvent: 96) });

        caller.Press(talk.Slot, MediaSide.Caller, 7);
        caller.Press(talk.Slot, MediaSide.Caller, 11);

        Assert.Equal((MediaSide.Caller, '7'), Told(await NextDigit()));
        Assert.Equal((MediaSide.Caller, '#'), Told(await NextDigit()));
        var heard = await other.Hear(10);
        Assert.All(heard, packet => Assert.Equal(96, packet.Packet.PayloadType));
        Assert.Equal([.. Enumerable.Repeat((byte)7, 5), .. Enumerable.Repeat((byte)11, 5)], heard.Select(packet => packet.Payload[0]));
        Assert.Equal(2, heard.Select(packet => packet.Packet.Timestamp).Distinct().Count());
    }

    [Fact]
    public async Task Digits_that_we_press_are_events_and_pressed_once()
    {
        var talk = await Talking();
        other.Say(talk.Slot, MediaSide.Other, OthersTone, frames: 1);
        await caller.Hear(1);
        var pressing = talk with { Version = 2, CallerHears = Heard.OtherSide with { Pressed = new Pressed("7#", 1, Later) } };
        await Apply(pressing);
        await Apply(pressing with { Version = 3, OtherHears = Heard.Silence });
        Assert.Equal([7, 11], await Keys(talk.Slot, 11));

        await Apply(pressing with { Version = 4, CallerHears = Heard.OtherSide with { Pressed = new Pressed("5", 2, Later) } });
        Assert.Equal([5], await Keys(talk.Slot, 5));
    }

    [Fact]
    public async Task Keys_of_a_medium_of_one_source_are_in_its_stream()
    {
        Assert.SkipUnless(IsOneSource, "another source has its own length of a key");
        var talk = await Talking();
        caller.Say(talk.Slot, MediaSide.Caller, CallersTone, frames: 1);
        other.Say(talk.Slot, MediaSide.Other, OthersTone, frames: 1);
        var heard = await caller.Hear(1);
        await Apply(talk with { Version = 2, CallerHears = Heard.OtherSide with { Pressed = new Pressed("7#", 1, Later) } });
        heard.AddRange(await caller.Hear(16));

        var events = Part(heard, 1, 17);
        Assert.All(events, packet => Assert.Equal(101, packet.Packet.PayloadType));
        Assert.Equal([.. Enumerable.Repeat((byte)7, 8), .. Enumerable.Repeat((byte)11, 8)], events.Select(packet => packet.Payload[0]));
        Assert.Equal(2, events.Select(packet => packet.Packet.Timestamp).Distinct().Count());
        Assert.Equal(6, events.Count(packet => (packet.Payload[1] & 0x80) != 0));
        Assert.Equal([true, true], events.Where(packet => packet.Packet.Marker).Select(packet => packet.Payload[3] == 160));
        heard.GoOn(IsOneSource);
    }

    [Fact]
    public async Task Digits_that_are_late_are_not_pressed()
    {
        var talk = await Talking();
        await Apply(talk with { Version = 2, CallerHears = Heard.OtherSide with { Pressed = new Pressed("7", 1, DateTimeOffset.UtcNow.AddSeconds(-1)) } });
        other.Say(talk.Slot, MediaSide.Other, OthersTone);

        Assert.All(await caller.Hear(25), packet => Assert.NotEqual(101, packet.Packet.PayloadType));
    }

    [Fact]
    public async Task A_side_that_agreed_on_no_events_is_sent_none()
    {
        var talk = await Talking();
        await Apply(talk with { Version = 2, Other = other.Peer(telephoneEvent: null) });

        await Pressed(caller, talk.Slot, MediaSide.Caller);
        caller.Say(talk.Slot, MediaSide.Caller, CallersTone);

        // It may hear the tones of the key instead.
        var heard = await Until(other, [], CallersTone);
        Assert.All(heard, packet => Assert.Equal(8, packet.Packet.PayloadType));
    }

    [Fact]
    public async Task After_a_restart_the_call_goes_on_at_the_same_ports()
    {
        var talk = await Talking();
        caller.Say(talk.Slot, MediaSide.Caller, CallersTone);
        await other.Hear(25);

        Kill(media);
        media = await Start(sounds);
        await Apply(talk);
        caller.Say(talk.Slot, MediaSide.Caller, CallersTone);
        other.Say(talk.Slot, MediaSide.Other, OthersTone);

        Assert.True((await other.Hear(25)).Share(CallersTone) > 0.95);
        Assert.True((await caller.Hear(25)).Share(OthersTone) > 0.95);
        var slots = await AllPorts();
        Assert.DoesNotContain(talk.Slot.Port, slots);
        Assert.Equal(slots.Count, slots.Distinct().Count());
    }

    [Fact]
    public async Task An_older_version_is_done_already()
    {
        var talk = await Talking();
        await Apply(talk with { Version = 3 });

        await Apply(Waiting(talk.Slot, Heard.Silence) with { Version = 2 });
        caller.Say(talk.Slot, MediaSide.Caller, CallersTone);

        Assert.True((await other.Hear(25)).Share(CallersTone) > 0.95);
    }

    [Fact]
    public async Task A_close_that_is_repeated_late_does_not_reach_the_next_call()
    {
        var first = await Slot();
        await Apply(Waiting(first, Heard.Silence));
        await Free(first);
        var next = await Slot();
        await Apply(Talk(next, 1));

        await Free(first);
        await Apply(Waiting(first, Heard.Silence) with { Version = 9 });

        caller.Say(next, MediaSide.Caller, CallersTone);
        Assert.True((await other.Hear(25)).Share(CallersTone) > 0.95);
    }

    [Fact]
    public async Task What_comes_for_a_closed_call_is_done_already()
    {
        var slot = await Slot();
        await Apply(Waiting(slot, Heard.Silence));

        await Free(slot);

        await Apply(Waiting(slot, Heard.Silence) with { Version = 2 });
    }

    [Fact]
    public async Task A_peer_that_cannot_be_reached_is_a_failure()
    {
        var waiting = Waiting(await Slot(), Heard.Silence);
        foreach (var peer in new[] { caller.Peer() with { Address = "phone.invalid" }, caller.Peer() with { Address = "239.1.1.1" }, caller.Peer() with { Payload = 18 } })
        {
            Assert.False(await media.Apply(Call, waiting with { Caller = peer }, TestContext.Current.CancellationToken));
        }
    }

    private static (MediaSide Side, char Digit) Told(MediaNotice.DigitPressed noticed) => (noticed.Side, noticed.Digit);

    private async Task<MediaSlot> Slot() => await media.Allocate(Guid.NewGuid().ToString()) ?? throw new InvalidOperationException("no slot is free");

    private async Task Free(MediaSlot slot) => Assert.True(await media.Free(slot, TestContext.Current.CancellationToken));

    private async Task<List<int>> AllPorts()
    {
        var slots = new List<MediaSlot>();
        while (await media.Allocate(Guid.NewGuid().ToString()) is { } slot)
        {
            slots.Add(slot);
        }

        foreach (var slot in slots)
        {
            await Free(slot);
        }

        return [.. slots.Select(slot => slot.Port)];
    }

    /// <summary>All that was sent between them is heard: what is heard next was said later.</summary>
    private static async Task Clear(RtpPhone one, RtpPhone two, MediaSlot slot)
    {
        one.Say(slot, MediaSide.Caller, ClearingTone, frames: 1);
        await Until(two, [], ClearingTone);
        two.Say(slot, MediaSide.Other, ClearingTone, frames: 1);
        await Until(one, [], ClearingTone);
    }

    private MediaDesired Waiting(MediaSlot slot, Heard heard) => new(slot, 1, caller.Peer(), heard, null, Heard.Silence);

    private MediaDesired Talk(MediaSlot slot, int version) => new(slot, version, caller.Peer(), Heard.OtherSide, other.Peer(), Heard.OtherSide);

    /// <summary>The agent talks to who is asked, and the caller hears music.</summary>
    private MediaDesired Asking(MediaDesired talk) => talk with
    {
        Version = 2,
        CallerHears = Heard.MusicOnHold("waltz"),
        OtherHears = Heard.Of(MediaSide.Third, MediaSide.Other),
        Third = asked.Peer(),
        ThirdHears = Heard.Of(MediaSide.Other, MediaSide.Third),
    };

    private void SayAll(MediaSlot slot)
    {
        caller.Say(slot, MediaSide.Caller, CallersTone, SaidFrames);
        other.Say(slot, MediaSide.Other, OthersTone, SaidFrames);
        asked.Say(slot, MediaSide.Third, AskedTone, SaidFrames);
    }

    /// <summary>All of what was said (a media server that converts sends it in time with the sound, so what is not listened to comes later), and nothing between.</summary>
    private static async Task HearOnly(RtpPhone phone, double frequency)
    {
        var before = await Until(phone, [], frequency);
        var heard = await phone.Hear(SaidFrames - 1);
        Assert.True(heard.FramesOf(frequency) >= SaidFrames - 2, $"not {frequency} Hz only: {before.Tones(All)} and then {heard.Tones(All)}");
    }

    private async Task<MediaDesired> Talking()
    {
        var talk = Talk(await Slot(), 1);
        await Apply(talk);
        return talk;
    }

    private async Task Apply(MediaDesired desired) => Assert.True(await media.Apply(Call, desired, TestContext.Current.CancellationToken));

    private async Task Pressed(RtpPhone phone, MediaSlot slot, MediaSide side)
    {
        phone.Press(slot, side, 5);
        Assert.Equal((side, '5'), Told(await NextDigit()));
    }

    /// <summary>The keys that the caller hears, while the other speaks, until it has heard the end of this one three times (RFC 4733 section 2.5.1.4).</summary>
    private async Task<IEnumerable<int>> Keys(MediaSlot slot, int last)
    {
        var events = new HeardPackets();
        using var frames = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (events.Count(packet => packet.Payload[0] == last && (packet.Payload[1] & 0x80) != 0) < 3)
        {
            other.Say(slot, MediaSide.Other, OthersTone, frames: 1);
            await frames.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            events.AddRange((await caller.Hear(1)).Where(packet => packet.Packet.PayloadType == 101));
        }

        return events.Select(packet => (Key: (int)packet.Payload[0], packet.Packet.Timestamp)).Distinct().Select(press => press.Key);
    }

    private static async Task<HeardPackets> Until(RtpPhone phone, HeardPackets heard, double frequency)
    {
        do
        {
            heard.AddRange(await phone.Hear(1));
        }
        while (Tone.Share(Last(heard), frequency) < 0.9);
        return heard;
    }

    private static HeardPackets Part(HeardPackets heard, int from, int to)
    {
        var part = new HeardPackets();
        part.AddRange(heard.Take(from..to));
        return part;
    }

    private static short[] Last(HeardPackets heard) => [.. heard.Samples().TakeLast(RtpPhone.FrameSamples)];

    private static (HeardPackets Before, HeardPackets Last) Split(HeardPackets heard)
    {
        var (before, last) = (new HeardPackets(), new HeardPackets());
        before.AddRange(heard.SkipLast(1));
        last.AddRange(heard.TakeLast(1));
        return (before, last);
    }
}
