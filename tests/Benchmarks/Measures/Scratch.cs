namespace CallCenter.Benchmarks.Measures;

/// <summary>A folder of one run, on the disk that is measured; gone with it.</summary>
internal sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("callcenter-bench-").FullName;

    public string File(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
