using System.Net.Sockets;
using System.Security.Authentication;
using CallCenter.Cluster.Links.Wire;

namespace CallCenter.Cluster.Links.Tcp;

/// <summary>How a link, or the attempt to make one, ended; the reason is for people.</summary>
internal readonly record struct LinkEnding(LinkEnd End, string Why)
{
    /// <summary>One side went, and had said so.</summary>
    public bool IsOrderly { get; private init; }

    public static LinkEnding Said(string who, Farewell why) =>
        Closed($"{who} said {why}") with { IsOrderly = why is Farewell.Leaving or Farewell.NotWanted or Farewell.Replaced };

    public static LinkEnding Closed(string why) => new(LinkEnd.Closed, why);

    public static LinkEnding Reset(string why) => new(LinkEnd.Reset, why);

    /// <summary>The kernel of the other machine closed the socket, and the process had not said a word: it is gone.</summary>
    public static LinkEnding WithoutFarewell => Reset("ended without a farewell");

    /// <summary>Failures that connections have; everything else is a bug.</summary>
    public static bool IsOfTheNetwork(Exception failure) =>
        failure is IOException or SocketException or AuthenticationException or OperationCanceledException or ObjectDisposedException or MalformedFrameException;

    public static LinkEnding Of(Exception failure) => failure switch
    {
        MalformedFrameException => Closed($"malformed: {failure.Message}"),
        AuthenticationException => Closed($"TLS: {failure.InnerException?.Message ?? failure.Message}"),
        OperationCanceledException => Closed("timed out"),
        SocketException socket => Of(socket.SocketErrorCode),
        IOException { InnerException: SocketException socket } => Of(socket.SocketErrorCode),
        _ => WithoutFarewell,
    };

    private static LinkEnding Of(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => Reset("refused: nobody listens there"),
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => Reset("reset"),
        _ => Closed(error.ToString()),
    };
}
