using CallCenter.Actors;

namespace CallCenter.Cluster;

/// <summary>How messages become tags and bytes. The engine knows no message itself.</summary>
public interface IMessages
{
    /// <summary>The tag that names the message's type for ever; a message that is not listed is a bug.</summary>
    string TagOf(object message);

    byte[] Write(object message);

    /// <summary>Null when the tag is unknown here (a newer version wrote it).</summary>
    object? Read(string tag, ReadOnlySpan<byte> body);
}

/// <summary>The messages of the product: <see cref="Contracts"/>.</summary>
public sealed class ProductMessages : IMessages
{
    public static readonly ProductMessages Instance = new();

    private ProductMessages()
    {
    }

    public string TagOf(object message) => Contracts.TagOf(message);

    public byte[] Write(object message) => Contracts.Write(message);

    public object? Read(string tag, ReadOnlySpan<byte> body) => Contracts.Read(tag, body);
}
