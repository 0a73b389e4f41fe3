using System.Diagnostics;
using System.Globalization;

namespace CallCenter.EndToEnd.Peers;

/// <summary>
/// A program that a test started: its output as lines that can be waited for, its end by its own id. What it printed is shown when a wait fails.
/// </summary>
public sealed class Started : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Of a program that talks for hours the oldest lines go, half of them at a time.</summary>
    private const int LinesMax = 100_000;

    private readonly Process process;
    private readonly List<string> lines = [];
    private readonly List<(Func<string, bool> Matches, TaskCompletionSource<string> Found)> waits = [];
    private readonly string name;

    private Started(string name, Process process)
    {
        this.name = name;
        this.process = process;
    }

    public int Id => process.Id;

    public bool HasEnded => process.HasExited;

    public string Output
    {
        get
        {
            lock (lines)
            {
                return string.Join('\n', lines);
            }
        }
    }

    public static Started Start(string name, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(name)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        var program = new Started(name, new Process { StartInfo = start });
        program.process.OutputDataReceived += (_, line) => program.Take(line.Data);
        program.process.ErrorDataReceived += (_, line) => program.Take(line.Data);
        program.process.Start();
        program.process.StandardInput.Close();
        program.process.BeginOutputReadLine();
        program.process.BeginErrorReadLine();
        return program;
    }

    /// <summary>The first line, printed already or still to come, that matches.</summary>
    public async Task<string> Line(Func<string, bool> matches, TimeSpan? patience = null)
    {
        TaskCompletionSource<string> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (lines)
        {
            if (lines.Find(line => matches(line)) is { } line)
            {
                return line;
            }

            waits.Add((matches, found));
        }

        var ended = process.WaitForExitAsync();
        Task first;
        try
        {
            first = await Task.WhenAny(found.Task, ended).WaitAsync(patience ?? Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{name} did not print what was waited for:\n{Output}");
        }

        return first == found.Task ? await found.Task : throw new InvalidOperationException($"{name} ended with {process.ExitCode}:\n{Output}");
    }

    /// <summary>Waits for the end and returns the exit code.</summary>
    public async Task<int> Ended(TimeSpan? patience = null)
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(patience ?? Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{name} did not end in time:\n{Output}");
        }

        return process.ExitCode;
    }

    /// <summary>SIGKILL, as a power cut would.</summary>
    public async Task Kill()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
    }

    /// <summary>SIGINT, as Ctrl-C would.</summary>
    public Task Interrupt() => Signal("-INT");

    public async Task Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>
    /// It does not run for this long, and not longer when the processors are taken: who wakes it goes before everybody else where this user may have
    /// that. Returns how long it was.
    /// </summary>
    public async Task<TimeSpan> StandStill(TimeSpan length)
    {
        const string Pause = """
            read -r before rest < /proc/uptime; kill -STOP "$1"; sleep "$2"; kill -CONT "$1"; read -r after rest < /proc/uptime; echo "$before $after"
            """;
        string[] pause = ["sh", "-c", Pause, "pause", process.Id.ToString(CultureInfo.InvariantCulture), length.TotalSeconds.ToString(CultureInfo.InvariantCulture)];
        string[] first = Environment.IsPrivilegedProcess ? ["chrt", "--fifo", "1", .. pause] : pause;
        using var waker = Process.Start(new ProcessStartInfo(first[0], first[1..]) { RedirectStandardOutput = true })!;
        var times = (await waker.StandardOutput.ReadToEndAsync()).Split(' ').Select(time => double.Parse(time, CultureInfo.InvariantCulture)).ToList();
        await waker.WaitForExitAsync();
        return TimeSpan.FromSeconds(times[1] - times[0]);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (lines)
        {
            if (lines.Count == LinesMax)
            {
                lines.RemoveRange(0, LinesMax / 2);
            }

            lines.Add(line);
            foreach (var (matches, found) in waits.ToArray())
            {
                if (matches(line))
                {
                    found.TrySetResult(line);
                }
            }
        }
    }
}
