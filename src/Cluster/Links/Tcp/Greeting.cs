using System.Net.Sockets;
using CallCenter.Cluster.Links.Wire;

namespace CallCenter.Cluster.Links.Tcp;

/// <summary>A connection on which both sides have said who they are and agreed.</summary>
internal sealed record Greeted(Hello Other, Socket Socket, Stream Stream, Inlet Inlet) : IDisposable
{
    public void Dispose()
    {
        Inlet.Close();
        Stream.Dispose();
        Socket.Dispose();
    }
}

/// <summary>How greeting somebody went.</summary>
internal abstract record Greeting
{
    private Greeting()
    {
    }

    public sealed record Made(Greeted Link) : Greeting;

    /// <param name="Ending">Why.</param>
    /// <param name="Said">With what word one side turned the other away, if it did.</param>
    public sealed record Failed(LinkEnding Ending, Farewell Said = Farewell.None) : Greeting;
}
