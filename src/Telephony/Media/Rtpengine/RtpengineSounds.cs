using System.Buffers.Binary;
using System.Collections.Concurrent;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Media.Rtp;
using CallCenter.Telephony.Media.Sounds;
using Microsoft.Extensions.Logging;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>A sound as an instance is given it: the path of a file there, or a whole WAV file that is sent along.</summary>
internal sealed record PlayedSound(string? File, ReadOnlyMemory<byte> Wav, TimeSpan Length);

/// <summary>The sounds of the house for rtpengine. Safe for use by many threads.</summary>
internal sealed partial class RtpengineSounds(RtpengineOptions options, SoundLibrary sounds, Speaker speaker, ILogger log)
{
    private const int HeaderLength = 44;
    private const int ALaw = 6;

    private readonly ConcurrentDictionary<Sound, PlayedSound> music = new();

    public PlayedSound Music(string? name) => music.GetOrAdd(sounds.Music(name), sound => new PlayedSound(FileOf(sound), Wav([sound]), LengthOf([sound])));

    /// <summary>Null: there is nothing to say, or it is not news any more. Several words are one file of our own making.</summary>
    public PlayedSound? Announcement(Heard heard) => speaker.Begin(heard)?.Sounds switch
    {
        null or [] => null,
        [var only] => new PlayedSound(FileOf(only), Wav([only]), LengthOf([only])),
        var words => new PlayedSound(null, Wav(words), LengthOf(words)),
    };

    public bool MayPress(Pressed order) => speaker.MayPress(order);

    public AnnouncementCounts Counts => speaker.Counts;

    /// <summary>Something came before an announcement's end.</summary>
    public void Cut() => speaker.Cut();

    /// <summary>An instance could not play it.</summary>
    public void NotPlayed(string instance, PlayedSound sound, string why) => IsNotPlayed(instance, sound.File ?? "(sent along)", why);

    /// <summary>An instance could not press a key; which is nobody's business (N5).</summary>
    public void NotPressed(string instance, string why) => IsNotPressed(instance, why);

    /// <summary>Our own music is in no file.</summary>
    private string? FileOf(Sound sound)
    {
        var file = sound.Name + ".wav";
        return options is { InstanceSoundDirectory: { } there, SoundDirectory: { } here } && File.Exists(Path.Combine(here, file)) ? $"{there.TrimEnd('/')}/{file}" : null;
    }

    private static TimeSpan LengthOf(IReadOnlyList<Sound> played) => TimeSpan.FromSeconds((double)played.Sum(sound => sound.Frames) * Sound.FrameSamples / Sound.Rate);

    /// <summary>A-law in a WAV file, one sound after another.</summary>
    private static byte[] Wav(IReadOnlyList<Sound> played)
    {
        var length = played.Sum(sound => sound.Frames) * Sound.FrameSamples;
        var wav = new byte[HeaderLength + length];
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), wav.Length - 8);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(20), ALaw);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(24), Sound.Rate);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(28), Sound.Rate);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(32), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(34), 8);
        "data"u8.CopyTo(wav.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(40), length);
        var at = HeaderLength;
        foreach (var sound in played)
        {
            for (var frame = 0; frame < sound.Frames; frame++, at += Sound.FrameSamples)
            {
                sound.Frame(frame, Law.A).CopyTo(wav.AsSpan(at));
            }
        }

        return wav;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "rtpengine {Instance} did not press a key: {Why}")]
    private partial void IsNotPressed(string instance, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "rtpengine {Instance} cannot play {File}: {Why}")]
    private partial void IsNotPlayed(string instance, string file, string why);
}
