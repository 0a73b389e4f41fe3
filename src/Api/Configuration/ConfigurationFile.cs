using CallCenter.Actors;
using CallCenter.Actors.Configuration.Documents;
using CallCenter.Api.Secrets;

namespace CallCenter.Api.Configuration;

/// <summary>
/// The file named by <c>--config</c>. It is taken when it has changed since it was taken last (or never was): a restart with the same file
/// leaves alone what was configured through the API in the meantime.
/// </summary>
public sealed class ConfigurationFile
{
    private const string Name = "configuration file";

    private ConfigurationFile(string path, byte[] content) => (Path, Content) = (path, content);

    public string Path { get; }

    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>JSON by its ending, else YAML.</summary>
    public DocumentFormat Format => Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? DocumentFormat.Json : DocumentFormat.Yaml;

    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is larger than a document may be.</exception>
    public static ConfigurationFile Load(string path) => new FileInfo(path).Length <= ConfigurationText.BytesMax
        ? new ConfigurationFile(path, File.ReadAllBytes(path))
        : throw new InvalidDataException($"{path} is larger than {ConfigurationText.BytesMax} bytes");

    public bool IsTaken(SecretStore secrets) => secrets.Remembers(Name, Content.Span);

    public void RememberTaken(SecretStore secrets) => secrets.Remember(Name, Content.Span);

    /// <summary>What to print when it cannot be taken: one problem a line, with the file's name.</summary>
    public string Explain(EquatableArray<Problem> problems, int more) =>
        string.Join('\n', [.. problems.Select(problem => $"{Path}: {problem}"), .. more > 0 ? [$"{Path}: and {more} more"] : Array.Empty<string>()]);
}
