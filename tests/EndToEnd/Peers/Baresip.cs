using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace CallCenter.EndToEnd.Peers;

/// <summary>
/// A baresip softphone with its own folder: plays a tone, records what it hears (WAV), driven over ctrl_tcp (netstrings of JSON).
/// It binds its media to every address, so its packets come from 127.0.0.1 whatever its SDP says: all of them stand there, at ports of their own.
/// </summary>
public sealed class Baresip : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("baresip-").FullName;
    private readonly Started process;
    private readonly TcpClient control = new();
    private readonly List<JsonNode> heard = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task reading = Task.CompletedTask;

    private Baresip(int port, string user, string password, IPEndPoint center, int toneHz, string answer, bool register, string transport)
    {
        Tone.Write(Path.Combine(folder, "tone.wav"), toneHz, TimeSpan.FromMinutes(4));
        File.WriteAllText(Path.Combine(folder, "config"), $"""
            net_interface 127.0.0.1
            sip_listen 127.0.0.1:{port}
            audio_source aufile,{folder}/tone.wav
            audio_player aubridge,sink-{user}
            ausrc_srate 8000
            auplay_srate 8000
            ausrc_channels 1
            auplay_channels 1
            rtp_ports {port + 10}-{port + 99}
            snd_path {folder}
            ctrl_tcp_listen 127.0.0.1:{port + 2}
            module_path {ModulePath()}
            module g711.so
            module aufile.so
            module aubridge.so
            module sndfile.so
            module_tmp uuid.so
            module_tmp account.so
            module_app menu.so
            module_app ctrl_tcp.so

            """);
        File.WriteAllText(Path.Combine(folder, "accounts"), string.Create(CultureInfo.InvariantCulture,
            $"<sip:{user}@{center}>;auth_user={user};auth_pass={password};outbound=\"sip:{center};transport={transport}\";regint={(register ? 60 : 0)};audio_codecs=PCMU/8000/1,PCMA/8000/1;dtmfmode=rtpevent;answermode={answer}\n"));
        File.WriteAllText(Path.Combine(folder, "contacts"), "");
        // Its output is to be seen line by line, as on a terminal.
        process = Started.Start("stdbuf", ["-oL", "baresip", "-f", folder, "-v"], folder);
        Control = new IPEndPoint(IPAddress.Loopback, port + 2);
    }

    private IPEndPoint Control { get; }

    public string Output => process.Output;

    /// <summary>The recordings of what this phone heard, oldest first.</summary>
    public IReadOnlyList<string> Heard => [.. Directory.GetFiles(folder, "dump-*-dec.wav").Order(StringComparer.Ordinal)];

    /// <param name="port">The first of a hundred ports that are its own.</param>
    public static async Task<Baresip> Start(int port, string user, string password, IPEndPoint center, int toneHz, string answer = "auto", bool register = true, string transport = "udp")
    {
        var phone = new Baresip(port, user, password, center, toneHz, answer, register, transport);
        await phone.process.Line(line => line.Contains("baresip is ready", StringComparison.Ordinal));
        await phone.control.ConnectAsync(phone.Control);
        phone.reading = Task.Run(phone.Read);
        if (register)
        {
            await phone.process.Line(line => line.Contains("200 OK", StringComparison.Ordinal) && line.Contains('[', StringComparison.Ordinal));
        }

        return phone;
    }

    /// <summary>A line of its output has this.</summary>
    public Task Says(string text) => process.Line(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>Its own recording holds a second of the tone.</summary>
    public Task Hears(int hertz) => Recorded($"{hertz} Hz", recording => Tone.Longest(recording, hertz) >= TimeSpan.FromSeconds(1));

    /// <summary>A second of the tone, after what was heard already.</summary>
    public Task HearsFromNow(int hertz)
    {
        var (file, heard) = (Heard[^1], Tone.Read(Heard[^1]).Length);
        return Recorded($"{hertz} Hz after {heard} samples", _ => Tone.Read(file) is var recording && recording.Length > heard && Tone.Longest(recording[heard..], hertz) >= TimeSpan.FromSeconds(1));
    }

    /// <summary>Reads what it heard, which grows while they talk, until it satisfies.</summary>
    public async Task Recorded(string what, Func<short[], bool> satisfies)
    {
        using var deadline = new CancellationTokenSource(Started.Patience);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!Heard.Any(file => satisfies(Tone.Read(file))))
        {
            try
            {
                await again.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"the phone heard no {what} in {string.Join(", ", Heard.Select(file => $"{Path.GetFileName(file)} ({new FileInfo(file).Length} bytes)"))}:\n{Output}");
            }
        }
    }

    public async Task Do(string command, string parameters = "")
    {
        var json = new JsonObject { ["command"] = command, ["params"] = parameters, ["token"] = command }.ToJsonString();
        var bytes = Encoding.UTF8.GetBytes(json);
        byte[] netstring = [.. Encoding.ASCII.GetBytes($"{bytes.Length}:"), .. bytes, (byte)','];
        await control.GetStream().WriteAsync(netstring);
    }

    /// <summary>Waits for an event of this type (CALL_INCOMING, CALL_ESTABLISHED, CALL_CLOSED …), the <paramref name="number"/>-th.</summary>
    public async Task Saw(string type, int number = 1, TimeSpan? patience = null)
    {
        using var deadline = new CancellationTokenSource(patience ?? Started.Patience);
        while (true)
        {
            Task next;
            lock (heard)
            {
                next = changed.Task;
                if (heard.Count(one => (string?)one["type"] == type) >= number)
                {
                    return;
                }
            }

            try
            {
                await next.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"baresip did not see {type} #{number}:\n{Output}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        control.Dispose();
        await process.DisposeAsync();
        await reading;
        Directory.Delete(folder, recursive: true);
    }

    private async Task Read()
    {
        try
        {
            var stream = control.GetStream();
            while (true)
            {
                var length = 0;
                for (int digit; (digit = await ReadByte(stream)) != ':';)
                {
                    length = (length * 10) + digit - '0';
                }

                var body = new byte[length + 1];
                await stream.ReadExactlyAsync(body);
                lock (heard)
                {
                    heard.Add(JsonNode.Parse(Encoding.UTF8.GetString(body, 0, length))!);
                    changed.TrySetResult();
                    changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException or InvalidOperationException or EndOfStreamException)
        {
            // The phone is gone: what it said is in the list.
        }
    }

    private static async Task<int> ReadByte(NetworkStream stream)
    {
        var one = new byte[1];
        await stream.ReadExactlyAsync(one);
        return one[0];
    }

    /// <summary>/usr/lib/baresip/modules, or below the machine's own folder of /usr/lib.</summary>
    private static string ModulePath() => Directory.GetDirectories("/usr/lib").Prepend("/usr/lib")
        .Select(place => Path.Combine(place, "baresip", "modules")).First(Directory.Exists);
}
