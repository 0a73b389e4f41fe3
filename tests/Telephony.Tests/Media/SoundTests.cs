using CallCenter.Actors.Calls;
using CallCenter.Telephony.Media;
using CallCenter.Telephony.Media.Rtp;
using CallCenter.Telephony.Media.Sounds;
using Microsoft.Extensions.Logging;

namespace CallCenter.Telephony.Tests.Media;

public sealed class SoundTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("sounds").FullName;
    private readonly Lines log = new();

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory]
    [InlineData(8_000)]
    [InlineData(16_000)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    [InlineData(6_000)]
    public void A_tone_keeps_its_pitch_and_length_at_any_rate(int rate)
    {
        var samples = WavFile.Read(Tone.Wav(Tone.Of(1_000, rate, rate), rate));

        Assert.InRange(samples.Length, 7_999, 8_000);
        Assert.True(Tone.Share(samples, 1_000) > 0.99);
        Assert.InRange(samples.Max(), 7_500, 8_500);
    }

    [Fact]
    public void What_8_kHz_cannot_carry_is_filtered_out_and_does_not_come_back_as_another_tone()
    {
        var samples = WavFile.Read(Tone.Wav(Tone.Of(6_000, 48_000, 48_000), 48_000));

        Assert.InRange(samples[50..^50].Max(sample => Math.Abs((int)sample)), 0, 200);
    }

    [Fact]
    public void Two_channels_are_mixed_into_one()
    {
        byte[] content = [0x00, 0x10, 0x00, 0x20, 0x00, 0xF0, 0x00, 0xE0];

        Assert.Equal([0x1800, -0x1800], WavFile.Read(Tone.Wav(content, tag: 1, channels: 2, rate: 8_000, bits: 16)));
    }

    [Theory]
    [InlineData(1, 8, 0x80, 0)]
    [InlineData(1, 8, 0xFF, 32_512)]
    [InlineData(6, 8, 0xAA, 32_256)]
    [InlineData(7, 8, 0x80, 32_124)]
    public void Eight_bits_are_read_in_all_three_codings(short tag, short bits, byte octet, short sample) =>
        Assert.Equal([sample], WavFile.Read(Tone.Wav([octet], tag, channels: 1, rate: 8_000, bits)));

    [Theory]
    [InlineData(3, 1, 8_000, 32)]
    [InlineData(1, 1, 8_000, 24)]
    [InlineData(1, 0, 8_000, 16)]
    [InlineData(1, 1, 0, 16)]
    [InlineData(1, 1, 500_000, 16)]
    public void What_is_not_played_is_named(short tag, short channels, int rate, short bits) =>
        Assert.Throws<InvalidDataException>(() => WavFile.Read(Tone.Wav(new byte[64], tag, channels, rate, bits)));

    [Fact]
    public void A_broken_file_is_refused_and_never_more()
    {
        var whole = Tone.Wav(Tone.Of(1_000, 100));
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var broken = whole.AsSpan(0, random.Next(whole.Length + 1)).ToArray();
            for (var flips = random.Next(4); flips > 0 && broken.Length > 0; flips--)
            {
                broken[random.Next(Math.Min(broken.Length, 48))] = (byte)random.Next(256);
            }

            if (Record.Exception(() => WavFile.Read(broken)) is { } failure)
                Assert.IsType<InvalidDataException>(failure);
        }
    }

    [Fact]
    public void A_sound_is_cut_into_whole_frames()
    {
        var sound = new Sound("beep", Tone.Of(1_000, 161));

        Assert.Equal(2, sound.Frames);
        Assert.Equal(0xFF, sound.Frame(1, Law.Mu)[159]);
        Assert.Equal(0xD5, sound.Frame(1, Law.A)[159]);
    }

    [Fact]
    public void The_default_music_is_soft_continuous_and_always_the_same()
    {
        var (once, again) = (DefaultMusic.Compose("x"), DefaultMusic.Compose("x"));
        for (var frame = 0; frame < once.Frames; frame++)
        {
            Assert.Equal(once.Frame(frame, Law.A), again.Frame(frame, Law.A));
        }

        var seconds = once.Frames / 50;
        Assert.Equal(16, seconds);
        for (var second = 0; second < seconds; second++)
        {
            var loudest = Enumerable.Range(second * 50, 50).Max(frame => Loudest(once.Frame(frame, Law.Mu)));
            Assert.InRange(loudest, 1_000, 14_000);
        }
    }

    [Fact]
    public void A_missing_music_falls_back_to_the_default_and_is_logged_once()
    {
        var library = new SoundLibrary(directory: null, log);

        Assert.Equal("default", library.Music("waltz").Name);
        Assert.Equal("default", library.Music("waltz").Name);
        Assert.Null(library.Announcement("greeting"));
        Assert.Equal("default", library.Music(null).Name);
        Assert.Equal(2, log.Count);
    }

    [Fact]
    public void Files_are_known_by_name_and_a_bad_one_is_left_out()
    {
        File.WriteAllBytes(Path.Combine(directory, "waltz.wav"), Tone.Wav(Tone.Of(440, 800)));
        File.WriteAllBytes(Path.Combine(directory, "noise.wav"), [1, 2, 3]);
        var library = new SoundLibrary(directory, log);

        Assert.Equal("waltz", library.Music("waltz").Name);
        Assert.Contains("noise", Assert.Single(log), StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_are_voices_and_what_is_deeper_is_nobodys()
    {
        var deep = Directory.CreateDirectory(Path.Combine(directory, "zh", "old")).FullName;
        File.WriteAllBytes(Path.Combine(directory, "zh", "number-4.wav"), Tone.Wav(Tone.Of(440, 800)));
        File.WriteAllBytes(Path.Combine(deep, "number-5.wav"), Tone.Wav(Tone.Of(440, 800)));
        var library = new SoundLibrary(directory, log);

        Assert.Equal("zh/number-4", library.Announcement("zh/number-4")?.Name);
        Assert.Null(library.Announcement("number-4"));
        Assert.Null(library.Announcement("zh/old/number-5"));
        Assert.Equal(2, log.Count);
    }

    [Fact]
    public void What_became_of_announcements_is_counted()
    {
        var (clock, library) = (new VirtualClock(), new SoundLibrary([new Sound("patience", Tone.Of(440, 800))], log));
        var speaker = new Speaker(library, clock);

        Assert.Null(speaker.Begin(Heard.MusicOnHold("waltz")));
        Assert.NotNull(speaker.Begin(new Heard(HeardSource.Music, "waltz", "patience")));
        Assert.NotNull(speaker.Begin(new Heard(HeardSource.Music, "waltz", "patience en/position+en/number-1")));
        Assert.NotNull(speaker.Begin(new Heard(HeardSource.Music, "waltz", "patience") { Until = clock.GetUtcNow() }));
        Assert.Null(speaker.Begin(new Heard(HeardSource.Music, "waltz", "patience") { Until = clock.GetUtcNow().AddTicks(-1) }));
        speaker.Cut();

        Assert.Equal(new AnnouncementCounts(Said: 2, Chimed: 1, Cut: 1, Late: 1), speaker.Counts);
        Assert.Contains("en/position", log[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_chime_of_the_operator_replaces_ours()
    {
        File.WriteAllBytes(Path.Combine(directory, "chime.wav"), Tone.Wav(Tone.Of(440, 160)));

        Assert.Equal((1, 40), (new SoundLibrary(directory, log).Chime.Frames, new SoundLibrary((string?)null, log).Chime.Frames));
    }

    [Fact]
    public void A_directory_that_does_not_exist_stops_the_start() =>
        Assert.Throws<DirectoryNotFoundException>(() => new SoundLibrary(Path.Combine(directory, "nowhere"), log));

    private static int Loudest(ReadOnlySpan<byte> frame)
    {
        var loudest = 0;
        foreach (var octet in frame)
        {
            loudest = Math.Max(loudest, Math.Abs((int)G711.Decode(Law.Mu, octet)));
        }

        return loudest;
    }

    private sealed class Lines : List<string>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Add(formatter(state, exception));
    }
}
