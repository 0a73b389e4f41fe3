using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CallCenter.Chaos.Lab;

/// <summary>
/// The name of a run: everything that it makes bears it, namespaces and folders in their names and processes in their environment. So a later
/// run can end and remove exactly what an earlier one left behind when it was killed.
/// </summary>
internal static class Marks
{
    public const string Prefix = "ccx-";
    private const string Variable = "CALLCENTER_CHAOS_RUN";

    /// <summary>Null outside a run.</summary>
    public static string? Current => Environment.GetEnvironmentVariable(Variable);

    /// <summary>This process owns a run from now on; whatever it starts inherits the mark.</summary>
    public static string Begin()
    {
        var run = $"{Prefix}{Environment.ProcessId}";
        Environment.SetEnvironmentVariable(Variable, run);
        return run;
    }

    /// <summary>Ends every process of a run but this one, and removes its namespaces and folders.</summary>
    public static async Task Remove(string run)
    {
        foreach (var process in Process.GetProcesses())
        {
            if (process.Id != Environment.ProcessId && MarkOf(process.Id) == run)
            {
                process.Kill();
                await process.WaitForExitAsync();
            }

            process.Dispose();
        }

        if (Tool.Exists("ip"))
        {
            await Namespaces.Remove(run);
        }

        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), $"{run}-*"))
        {
            await Tool.Try("umount", "--quiet", "--lazy", Path.Combine(folder, "disk"));
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What runs whose owner lives no more left behind.</summary>
    public static async Task RemoveLeftovers()
    {
        var runs = Process.GetProcesses().Select(process => MarkOf(process.Id))
            .Concat(Directory.GetDirectories(Path.GetTempPath(), Prefix + "*").Select(Path.GetFileName))
            .Concat(Tool.Exists("ip") ? (await Tool.Try("ip", "netns", "list")).Output.Split('\n') : [])
            .Select(RunOf).OfType<string>().Distinct().Where(run => !IsOwned(run)).ToList();
        foreach (var run in runs)
        {
            await Remove(run);
        }
    }

    private static bool IsOwned(string run)
    {
        var id = int.Parse(run.AsSpan(Prefix.Length), CultureInfo.InvariantCulture);
        return id == Environment.ProcessId || ReadOf(id, "cmdline").Contains("CallCenter.Chaos", StringComparison.Ordinal);
    }

    private static string? RunOf(string? name)
    {
        var parts = name?.Split('-', ' ') ?? [];
        return parts.Length > 1 && $"{parts[0]}-" == Prefix && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var id) ? $"{Prefix}{id}" : null;
    }

    private static string? MarkOf(int process) => ReadOf(process, "environ").Split('\0')
        .FirstOrDefault(line => line.StartsWith(Variable + "=", StringComparison.Ordinal))?[(Variable.Length + 1)..];

    private static string ReadOf(int process, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process}/{file}"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
