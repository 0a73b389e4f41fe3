namespace CallCenter.Chaos.Lab;

/// <summary>Keeps the log files of a run that is over; its folder goes.</summary>
internal sealed class Logs(string folder, string? keep) : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        if (keep is not null)
        {
            foreach (var log in Directory.GetFiles(folder, "*.log", SearchOption.AllDirectories))
            {
                var place = Path.Combine(keep, Path.GetRelativePath(folder, log));
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                File.Copy(log, place, overwrite: true);
            }
        }

        return ValueTask.CompletedTask;
    }
}
