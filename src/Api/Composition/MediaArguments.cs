using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using CallCenter.Telephony.Media.Rtpengine;

namespace CallCenter.Api.Composition;

/// <summary>The options that say which media a process uses, and which of them make sense together.</summary>
internal sealed class MediaArguments
{
    private const string Embedded = "embedded";
    private const string Rtpengine = "rtpengine";

    private readonly Option<string> media = new("--media")
    {
        Description = "Who has the sound of calls: embedded (this process, G.711, for one machine) or rtpengine (media servers of their own)",
        DefaultValueFactory = _ => Embedded,
    };

    private readonly Option<string> ports = new("--media-ports") { Description = "UDP ports of the embedded media, FIRST-LAST; a call takes six", DefaultValueFactory = _ => "20000-29999" };

    private readonly Option<string[]> engines = new("--rtpengine")
    {
        Description = "An rtpengine as NAME=ADDR:PORT of its ng control, UDP and TCP (deploy/rtpengine); once for each. The name stays with its calls",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<DirectoryInfo?> sounds = new("--sounds") { Description = "Folder of WAV files: each is a music or announcement of its file's name" };
    private readonly Option<string?> engineSounds = new("--rtpengine-sounds") { Description = "The same folder as the rtpengines see it; without it sounds are sent to them as they are played" };

    public MediaArguments(RootCommand command)
    {
        media.AcceptOnlyFromAmong(Embedded, Rtpengine);
        foreach (var option in (ReadOnlySpan<Option>)[media, ports, engines, sounds, engineSounds])
        {
            command.Options.Add(option);
        }

        ports.Validators.Add(result => Refuse(result, Range(result.GetValueOrDefault<string>()) is null, "--media-ports wants FIRST-LAST between 1024 and 65535, for example 20000-29999"));
        engines.Validators.Add(result => Refuse(result, Engines(result.GetValueOrDefault<string[]>()) is null, $"--rtpengine wants NAME=ADDR:PORT with names of their own, for example --rtpengine m1=10.0.0.21:2223, at most {RtpengineOptions.InstancesMax} times"));
        command.Validators.Add(Together);
    }

    public RunOptions Read(ParseResult parsed, RunOptions options)
    {
        var (first, last) = Range(parsed.GetValue(ports))!.Value;
        return options with
        {
            MediaFirst = first,
            MediaLast = last,
            Sounds = parsed.GetValue(sounds)?.FullName,
            Rtpengines = Engines(parsed.GetValue(engines))!,
            RtpengineSounds = parsed.GetValue(engineSounds),
        };
    }

    private void Together(CommandResult command)
    {
        var isRtpengine = command.GetValue(media) == Rtpengine;
        Refuse(command, isRtpengine && !IsGiven(command, engines), "--media rtpengine wants at least one --rtpengine NAME=ADDR:PORT");
        Refuse(command, !isRtpengine && IsGiven(command, engines), "--rtpengine is for --media rtpengine");
        Refuse(command, !isRtpengine && IsGiven(command, engineSounds), "--rtpengine-sounds is for --media rtpengine");
        Refuse(command, IsGiven(command, engineSounds) && !IsGiven(command, sounds), "--rtpengine-sounds wants --sounds too: this process must know the sounds, and how long they are");
        Refuse(command, isRtpengine && IsGiven(command, ports), "--media-ports is for the embedded media; the ports of an rtpengine are in its own configuration");
    }

    private static RtpengineAddress[]? Engines(string[]? texts)
    {
        RtpengineAddress[] engines = [.. (texts ?? []).Select(Engine).OfType<RtpengineAddress>()];
        return engines.Length == (texts?.Length ?? 0) && engines.Length <= RtpengineOptions.InstancesMax && engines.Select(engine => engine.Name).Distinct().Count() == engines.Length
            ? engines
            : null;
    }

    private static RtpengineAddress? Engine(string text) =>
        text.IndexOf('=') is var at and > 0 && IsName(text[..at]) && IPEndPoint.TryParse(text[(at + 1)..], out var control) && control.Port != 0
            ? new RtpengineAddress(text[..at], control)
            : null;

    private static bool IsName(string name) => name.Length is > 0 and <= 64 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    private static (int First, int Last)? Range(string? text) =>
        text?.Split('-') is [var low, var high] && int.TryParse(low, out var first) && int.TryParse(high, out var last) && first >= 1024 && last <= 65_535 && first + 6 <= last
            ? (first, last)
            : null;

    private static bool IsGiven(CommandResult command, Option option) => command.GetResult(option) is { Implicit: false };

    private static void Refuse(SymbolResult result, bool isWrong, string message)
    {
        if (isWrong)
        {
            result.AddError(message);
        }
    }
}
