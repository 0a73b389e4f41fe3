using System.Collections.Immutable;
using System.Globalization;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>
/// One thing that is wrong with a document, for the person who wrote it: where, and what. Never holds a secret.
/// <paramref name="JsonPointer"/> is the same place as a JSON pointer (RFC 6901), for programs.
/// </summary>
public sealed record Problem(string Path, string Message, int? Line = null, string JsonPointer = "")
{
    public override string ToString() =>
        Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"line {line}: {Path}: {Message}") : $"{Path}: {Message}";
}

/// <summary>The problems of one document, in the order they were found: the first <see cref="ProblemsMax"/>, and how many more there are.</summary>
internal sealed class Problems(Func<string, int?>? lineOf)
{
    public const int ProblemsMax = 100;

    private readonly ImmutableArray<Problem>.Builder found = ImmutableArray.CreateBuilder<Problem>();

    public int Count { get; private set; }

    public int More => Count - found.Count;

    public void Add(DocumentPath path, string message)
    {
        Count++;
        if (found.Count < ProblemsMax)
        {
            var text = path.ToString();
            found.Add(new Problem(text, message, lineOf?.Invoke(text), path.JsonPointer));
        }
    }

    public EquatableArray<Problem> ToArray() => new(found.ToImmutable());
}
