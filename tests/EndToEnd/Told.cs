using System.Text.Json.Nodes;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>What callers who wait are told, as their ears have it: each word is a tone of its own.</summary>
public sealed class Told : IDisposable
{
    private const int Hum = 440;
    private const int Position = 620;
    private const int First = 850;
    private const int Second = 1100;
    private const int InLine = 1400;
    private const int Speech = 1750;
    private const int Beep = 2100;
    private static readonly int[] All = [Hum, Position, First, Second, InLine, Speech, Beep];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string sounds = Directory.CreateTempSubdirectory("sounds-").FullName;

    public Told()
    {
        var voice = Directory.CreateDirectory(Path.Combine(sounds, "en")).FullName;
        var word = TimeSpan.FromMilliseconds(500);
        Tone.Write(Path.Combine(sounds, "hum.wav"), Hum, TimeSpan.FromSeconds(5));
        Tone.Write(Path.Combine(voice, "position.wav"), Position, word);
        Tone.Write(Path.Combine(voice, "number-1.wav"), First, word);
        Tone.Write(Path.Combine(voice, "number-2.wav"), Second, word);
        Tone.Write(Path.Combine(voice, "position-end.wav"), InLine, word);
        Tone.Write(Path.Combine(voice, "beep.wav"), Beep, word);
        Tone.Write(Path.Combine(voice, "speech.wav"), Speech, TimeSpan.FromMinutes(5));
    }

    public void Dispose() => Directory.Delete(sounds, recursive: true);

    [Fact]
    public async Task A_caller_hears_its_place_over_the_music_and_never_a_worse_one_not_even_after_a_kill()
    {
        await using var center = await Center.Start("127.31.1.1", Demo("announce: { comfort: [beep], position: true, first-after: 1s, every: 20s }"), arguments: ["--sounds", sounds]);
        await using var events = await EventReader.Open(center);
        await using var capture = await Capture.Start("udp and dst host 127.31.1.4");
        await using var ahead = Sipp.Call(center, "caller_stays", "4000", "127.31.1.3:5080", calls: 1);
        var first = await Waits(events, 1);
        await using var caller = Sipp.Call(center, "caller_stays", "4000", "127.31.1.4:5080", calls: 1);
        var second = await Waits(events, 2, first);
        int[] atSecond = [Beep, Position, Second, InLine];
        await Hears(capture, "127.31.1.4", atSecond);

        var waiting = await center.Get($"/api/v1/calls/{second}");
        Assert.Equal((2, null), ((int)waiting["stays"]![0]!["position"]!, waiting["stays"]![0]!["expectedWait"]));
        await Release(center, first);
        int[] atFirst = [Beep, Position, First, InLine];
        await Hears(capture, "127.31.1.4", atSecond, atFirst);

        // Somebody important comes before it: there is no place to tell, and a process that dies forgets nothing of that.
        await using var important = Sipp.Call(center, "caller_stays", "4009", "127.31.1.5:5080", calls: 1);
        var third = await Waits(events, 3, first, second);
        await center.KillAndStart();
        await Hears(capture, "127.31.1.4", atSecond, atFirst, [Beep]);
        Assert.Equal(2, (int)(await center.Get($"/api/v1/calls/{second}"))["stays"]![0]!["position"]!);

        await Release(center, third);
        await Hears(capture, "127.31.1.4", atSecond, atFirst, [Beep], atFirst);
        await Release(center, second);
        Assert.Equal(0, await caller.Ended());
        // A message that a kill cut off is said again, and told of once.
        var heard = Messages(HeardAudio.Tones(await capture.Stop(), "127.31.1.4", All)).Count;
        Assert.InRange((await center.Get($"/api/v1/calls/{second}"))["story"]!.AsArray().Count(line => ((string)line!["en"]!).Contains("The caller is told", StringComparison.Ordinal)), 4, heard);
    }

    [Fact]
    public async Task An_answer_cuts_a_message_and_does_not_wait_for_its_end()
    {
        await using var center = await Center.Start("127.31.2.1", Demo("announce: { comfort: [speech], first-after: 1s, every: 10s }", "sip:a@127.31.2.2:7000"), arguments: ["--sounds", sounds]);
        await using var events = await EventReader.Open(center);
        await using var capture = await Capture.Start("udp and dst host 127.31.2.3");
        await using var phone = Sipp.Phones("agents_answer", "127.31.2.2:7000", ringMs: 1500);
        await using var caller = Sipp.Call(center, "caller_stays", "4000", "127.31.2.3:5080", calls: 1);
        var call = await Waits(events, 1);
        await Heard(capture, "127.31.2.3", heard => heard is [Hum, Speech], $"{Hum} {Speech}");

        await center.SetState("1001", """{"state":"ready"}""");
        await events.One("call.leg-answered", row => (string?)row["id"] == call);
        await Release(center, call);

        Assert.Equal(0, await caller.Ended());
        Assert.Equal([Hum, Speech, Hum], HeardAudio.Tones(await capture.Stop(), "127.31.2.3", All));
    }

    private static string Demo(string announce, string? contact = null) => new Setup()
        .Queue("sales", "4000", $"wrap-up: 0s, music: hum, {announce}").Number("4009", "queue: sales, priority: 9")
        .Agent("1001", "sales", "not-ready", contact ?? "sip:a@127.31.1.2:7000").ToString();

    /// <summary>The id of the call that waits besides those that are known.</summary>
    private static async Task<string> Waits(EventReader events, int callers, params string[] known)
    {
        IEnumerable<string> Ids(IReadOnlyList<(string Topic, JsonNode Envelope)> all) =>
            all.Where(one => (string?)one.Envelope["type"] == "callcenter.call.caller-answered").Select(one => (string)one.Envelope["data"]!["id"]!).Distinct();
        await events.Until(all => Ids(all).Count() == callers);
        return Assert.Single(Ids(events.Events).Except(known));
    }

    /// <summary>Over the hum these messages and nothing else, from the beginning to now. One that comes again counts once: how often it does depends on how fast the test is.</summary>
    private static Task Hears(Capture capture, string address, params int[][] messages) =>
        Heard(capture, address, heard => heard is [.., Hum] && Once(Messages(heard)).SequenceEqual(messages.Select(Words)), string.Join(", ", messages.Select(Words)));

    private static async Task Heard(Capture capture, string address, Predicate<IReadOnlyList<int>> isIt, string wanted)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        IReadOnlyList<int> heard;
        while (!isIt(heard = HeardAudio.Tones(await capture.SoFar(), address, All)))
        {
            Assert.True(!deadline.IsCancellationRequested && await timer.WaitForNextTickAsync(), $"heard {string.Join(' ', heard)} instead of {wanted}");
        }
    }

    /// <summary>What was said between one hum and the next.</summary>
    private static List<string> Messages(IEnumerable<int> heard) => [.. string.Join(' ', heard).Split($"{Hum}", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static IEnumerable<string> Once(List<string> messages) => messages.Where((message, number) => number == 0 || message != messages[number - 1]);

    private static string Words(int[] message) => string.Join(' ', message);

    private static async Task Release(Center center, string call)
    {
        using var released = await center.Api.DeleteAsync(new Uri($"/api/v1/calls/{call}", UriKind.Relative));
        Assert.True(released.IsSuccessStatusCode, $"{released.StatusCode}");
    }
}
