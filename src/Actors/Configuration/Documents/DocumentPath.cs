using System.Buffers;
using System.Globalization;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>Where in a document: <c>agents."1003".queues[1]</c>. Keys that are not plain words are quoted. Built only to be shown.</summary>
public sealed class DocumentPath
{
    public static readonly DocumentPath Root = new(null, "", "");

    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    private readonly DocumentPath? parent;
    private readonly string segment;
    private readonly string token;

    private DocumentPath(DocumentPath? parent, string segment, string token) => (this.parent, this.segment, this.token) = (parent, segment, token);

    /// <summary>RFC 6901: <c>/agents/1003/queues/1</c>.</summary>
    public string JsonPointer => parent is null ? "" : $"{parent.JsonPointer}/{token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    public DocumentPath Key(string key) => new(this, IsPlain(key) ? key : $"\"{Shown.Clipped(key)}\"", Shown.Clipped(key));

    public DocumentPath Index(int index)
    {
        var number = index.ToString(CultureInfo.InvariantCulture);
        return new DocumentPath(this, $"[{number}]", number);
    }

    public override string ToString() => this switch
    {
        { parent: null } => "document",
        { parent.parent: null } => segment,
        _ when segment[0] == '[' => $"{parent}{segment}",
        _ => $"{parent}.{segment}",
    };

    private static bool IsPlain(string key) => key is { Length: > 0 and <= Shown.LengthMax } && char.IsAsciiLetter(key[0]) && key.AsSpan().IndexOfAnyExcept(PlainCharacters) < 0;
}
