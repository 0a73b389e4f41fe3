namespace CallCenter.Cluster.Storage;

/// <summary>Keeps a second process off a data directory: an exclusively opened file, which the system frees when the process dies.</summary>
public sealed class DirectoryLock : IDisposable
{
    private readonly FileStream file;

    private DirectoryLock(FileStream file) => this.file = file;

    /// <exception cref="JournalUnusableException">Another process has it, or the directory cannot be written.</exception>
    public static DirectoryLock Take(string directory)
    {
        var path = Path.Combine(directory, "journal.lock");
        try
        {
            return new DirectoryLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnusableException(
                $"{directory} is in use by another process, or cannot be written. One process serves one data directory: stop the other one, or name another directory.",
                failure);
        }
    }

    public void Dispose() => file.Dispose();
}
