namespace CallCenter.Api.Views;

/// <summary>Names the machine's present run: what was written without a sync survives a process, not a machine.</summary>
internal static class MachineStart
{
    private const string LinuxBootId = "/proc/sys/kernel/random/boot_id";

    /// <summary>Where the machine does not tell, each process counts as a start of its own: safe, with one snapshot more for the readers.</summary>
    public static string Id { get; } = File.Exists(LinuxBootId) ? File.ReadAllText(LinuxBootId).Trim() : Guid.NewGuid().ToString("N");
}
