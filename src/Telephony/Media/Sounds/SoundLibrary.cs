using CallCenter.Actors.Calls;
using Microsoft.Extensions.Logging;

namespace CallCenter.Telephony.Media.Sounds;

/// <summary>
/// All music and announcements by name, loaded once at start: the WAV files of a directory (name = file name without extension) and of the
/// folders in it (name = <c>folder/file</c>), and a music and a chime of our own. A file that cannot be played is logged and left out.
/// </summary>
internal sealed partial class SoundLibrary
{
    /// <summary>The music that plays where the wanted one is missing; a file of this name replaces ours.</summary>
    public const string DefaultName = "default";

    /// <summary>What plays where words are missing; a file of this name replaces ours.</summary>
    public const string ChimeName = "chime";

    public const int FileBytesMax = 32 * 1024 * 1024;
    public const int SoundsMax = 1_000;
    public static readonly TimeSpan LengthMax = TimeSpan.FromMinutes(10);

    private const int MissingLoggedMax = 100;

    private readonly Dictionary<string, Sound> sounds = new(StringComparer.Ordinal);
    private readonly HashSet<string> missing = new(StringComparer.Ordinal);
    private readonly ILogger log;

    /// <summary>Sounds that were made, not loaded.</summary>
    public SoundLibrary(IEnumerable<Sound> made, ILogger log)
        : this((string?)null, log)
    {
        foreach (var sound in made)
        {
            sounds[sound.Name] = sound;
        }
    }

    public SoundLibrary(string? directory, ILogger log)
    {
        this.log = log;
        foreach (var file in Files(directory))
        {
            Load(file, Path.ChangeExtension(Path.GetRelativePath(directory!, file), null).Replace(Path.DirectorySeparatorChar, '/'));
        }

        if (!sounds.ContainsKey(DefaultName))
            sounds[DefaultName] = DefaultMusic.Compose(DefaultName);
        if (!sounds.ContainsKey(ChimeName))
            sounds[ChimeName] = Sounds.Chime.Compose(ChimeName);
        if (!sounds.ContainsKey(Heard.RingBack))
            sounds[Heard.RingBack] = RingBackTone.Compose(Heard.RingBack);
    }

    public Sound Chime => sounds[ChimeName];

    /// <summary>The music of this name, or the default.</summary>
    public Sound Music(string? name) => Find(name) ?? sounds[DefaultName];

    /// <summary>The word of an announcement by its name, or null: there is none.</summary>
    public Sound? Announcement(string? name) => Find(name);

    private Sound? Find(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return null;
        if (sounds.TryGetValue(name, out var sound))
            return sound;

        lock (missing)
        {
            if (missing.Count < MissingLoggedMax && missing.Add(name))
                SoundIsMissing(name);
        }

        return null;
    }

    private static IEnumerable<string> Files(string? directory)
    {
        if (directory is null)
            return [];
        if (!Directory.Exists(directory))
            throw new DirectoryNotFoundException($"The directory of sounds does not exist: {directory}");

        return Directory.EnumerateDirectories(directory).Order(StringComparer.Ordinal).Prepend(directory)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.wav").Order(StringComparer.Ordinal)).Take(SoundsMax);
    }

    private void Load(string file, string name)
    {
        try
        {
            if (new FileInfo(file).Length > FileBytesMax)
                throw new InvalidDataException($"larger than {FileBytesMax} bytes");

            var samples = WavFile.Read(File.ReadAllBytes(file));
            var length = Math.Min(samples.Length, (int)LengthMax.TotalSeconds * Sound.Rate);
            sounds[name] = new Sound(name, samples.AsSpan(0, length));
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            SoundIsUnplayable(name, failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sound {Name} does not exist; the default music or a chime plays in its place")]
    private partial void SoundIsMissing(string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sound {Name} cannot be played: {Reason}")]
    private partial void SoundIsUnplayable(string name, string reason);
}
