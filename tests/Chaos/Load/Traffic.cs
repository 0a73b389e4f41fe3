using System.Globalization;
using System.Net;
using CallCenter.Chaos.Lab;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.Chaos.Load;

/// <summary>
/// The SIP load under which every fault happens: callers who wait in a queue for the whole run, callers who talk for the whole run, and callers who
/// come at a steady rate, are served and go. All of them at host <c>peers</c>.
/// </summary>
internal sealed class Traffic : IAsyncDisposable
{
    private const int PhonesPort = 7000;
    private const int WaitingPort = 5081;
    private const int TalkingPort = 5082;
    private const int ComingPort = 5083;
    private const int ShiftPort = 5090;
    private const int WaitingSpeakPort = 5200;
    private const int TalkingSpeakPort = 5300;

    /// <summary>Of those who hear: who talks from here on, who waits from there on.</summary>
    private const int TalkingMedia = 16_000;

    private const int WaitingMedia = 17_000;
    private const int MediaLast = 17_999;

    /// <summary>Of those who come and go. Ringing takes 0.3 s of it: most of it is talk.</summary>
    public static readonly TimeSpan Visit = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan PlacedMax = TimeSpan.FromSeconds(30);

    private readonly Network network;
    private readonly IPEndPoint center;
    private readonly string folder;
    private readonly Started phones;
    private readonly List<Callers> gone = [];
    private int shifts;

    private Traffic(Network network, IPEndPoint center, string folder, Wire wire, Sound? sound)
    {
        this.network = network;
        this.center = center;
        this.folder = folder;
        (Wire, Sound) = (wire, sound);
        phones = Phones.Start(network.On("peers"), new IPEndPoint(Address, PhonesPort), Folder("phones"));
        Waiting = sound is null
            ? Group("waiting", WaitingPort, Floor.WaitNumber, 10, Size.Waiting, null)
            : Speaking("waiting", WaitingSpeakPort, WaitingMedia, Floor.WaitNumber, Size.Waiting);
        Talking = sound is null
            ? Group("talking", TalkingPort, Floor.TalkNumber, 5, Size.Talking, null)
            : Speaking("talking", TalkingSpeakPort, TalkingMedia, Floor.TalkNumber, Size.TalkingWithSound);
        Coming = Group("coming", ComingPort, Floor.TalkNumber, Size.RatePerSecond, null, Visit);
    }

    /// <summary>How many of each.</summary>
    public static class Size
    {
        public const int Waiting = 20;
        public const int Talking = 6;
        public const int TalkingWithSound = 24;
        public const int RatePerSecond = 4;
        public const int Agents = 50;
        public const int ShiftAgents = 40;
        public const int ShiftCalls = 30;

        public static int TalkingOf(bool withSound) => withSound ? TalkingWithSound : Talking;
    }

    public Wire Wire { get; }

    /// <summary>What those who talk and those who wait hear; null: they are mute.</summary>
    public Sound? Sound { get; }

    public Callers Waiting { get; }

    public Callers Talking { get; }

    public Callers Coming { get; }

    private bool IsUp => Waiting.Count(CallStep.Answered) == Size.Waiting && Talking.Count(CallStep.Answered) == Size.TalkingOf(Sound is not null) && Coming.Count(CallStep.Ended) > 0
        && (Sound is null || Sound.Count == Size.Waiting + Size.TalkingWithSound);

    private IPAddress Address => IPAddress.Parse(network.Address("peers"));

    public static Floor FloorOf(Network network) => new()
    {
        Agents = Size.Agents,
        ShiftAgents = Size.ShiftAgents,
        Phones = string.Create(CultureInfo.InvariantCulture, $"{network.Address("peers")}:{PhonesPort}"),
        Callers = $"{network.Address("peers")}/32",
    };

    /// <param name="network">Where.</param>
    /// <param name="center">SIP address of the center.</param>
    /// <param name="folder">For scenarios and logs; must exist.</param>
    /// <param name="withSound">Callers speak and listen, and what they hear is followed.</param>
    /// <param name="stop">The end of the run.</param>
    public static async Task<Traffic> Start(Network network, IPEndPoint center, string folder, bool withSound, CancellationToken stop)
    {
        var wire = await Wire.Start(network.On("peers"), network.Interface, $"udp and host {center.Address} and port {center.Port}");
        var sound = withSound ? await Sound.Start(network, "peers", TalkingMedia, MediaLast) : null;
        var traffic = new Traffic(network, center, folder, wire, sound);
        return await Pace.Until(() => traffic.IsUp, PlacedMax, stop) ? traffic : throw new TimeoutException(string.Create(
            CultureInfo.InvariantCulture,
            $"the load does not come up: {traffic.Waiting.Count(CallStep.Answered)} wait, {traffic.Talking.Count(CallStep.Answered)} talk, {traffic.Coming.Count(CallStep.Ended)} came and went{(sound is null ? "" : $", {sound.Count} hear")}"));
    }

    /// <summary>Callers of the queue whose shift has not begun; they stay until told to hang up.</summary>
    public Callers CallShift() =>
        Remembered(Group($"shift-{++shifts}", ShiftPort + (shifts % 100), Floor.ShiftNumber, 20, Size.ShiftCalls, null));

    public LostCalls Lost()
    {
        var groups = gone.Append(Talking).Append(Coming).Select(group => group.Lost()).ToList();
        var waiting = Waiting.Lost();
        return new LostCalls(groups.Sum(lost => lost.Established), waiting.Established, groups.Sum(lost => lost.InSetUp) + waiting.InSetUp);
    }

    /// <summary>Everybody hangs up; every BYE must get its 200. False when somebody is left over.</summary>
    public async Task<bool> End(TimeSpan most, CancellationToken stop)
    {
        await Coming.StopCalling();
        await Waiting.HangUp();
        await Talking.HangUp();
        var areQuiet = await Task.WhenAll(new[] { Coming, Waiting, Talking }.Select(group => group.Quiet(most, stop)));
        return Array.TrueForAll(areQuiet, isQuiet => isQuiet);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var group in gone.Append(Waiting).Append(Talking).Append(Coming))
        {
            await group.DisposeAsync();
        }

        await phones.DisposeAsync();
        await Wire.DisposeAsync();
        if (Sound is not null)
        {
            await Sound.DisposeAsync();
        }
    }

    private Callers Group(string name, int port, string number, double rate, int? calls, TimeSpan? stay) =>
        Callers.Start(network.On("peers"), new IPEndPoint(Address, port), center, number, rate, calls, stay, Folder(name));

    private Callers Speaking(string name, int port, int media, string number, int count) =>
        Callers.Speaking(network.On("peers"), new IPEndPoint(Address, port), media, center, number, count, Folder(name));

    private Callers Remembered(Callers group)
    {
        gone.Add(group);
        return group;
    }

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
}
