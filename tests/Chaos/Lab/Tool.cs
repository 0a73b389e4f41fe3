using System.Diagnostics;

namespace CallCenter.Chaos.Lab;

/// <summary>A program that is run to its end.</summary>
internal static class Tool
{
    private static readonly TimeSpan RunMax = TimeSpan.FromSeconds(60);

    public static bool Exists(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin")
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>What it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; with its words.</exception>
    public static async Task<string> Run(params IEnumerable<string> command)
    {
        var (code, output) = await Try(command);
        return code == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', command)} failed with {code}: {output}");
    }

    public static async Task<(int Code, string Output)> Try(params IEnumerable<string> command)
    {
        var start = new ProcessStartInfo(command.First()) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(RunMax);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', command)} did not end");
        }

        return (process.ExitCode, $"{await output}{await error}".Trim());
    }
}
