using CallCenter.Cluster.Links.Wire;
using Microsoft.Extensions.Logging;

namespace CallCenter.Cluster.Links.Tcp;

/// <summary>What links say. Never what goes over them.</summary>
internal static partial class LinkLog
{
    [LoggerMessage(LogEvents.LinkListening, LogLevel.Information, "Links of this process listen at {Address}")]
    public static partial void LinkListening(this ILogger logger, string address);

    [LoggerMessage(LogEvents.LinkPlain, LogLevel.Warning, "Links are allowed without TLS: whoever is on that network can read calls and join the cluster")]
    public static partial void LinkPlain(this ILogger logger);

    /// <summary>Who starts is not known yet to those who were there before: that is no cause for alarm.</summary>
    public static LogLevel LevelOf(Farewell said) => said == Farewell.NotKnown ? LogLevel.Information : LogLevel.Warning;

    public static LogLevel LevelOf(LinkEnding ending) => ending.IsOrderly ? LogLevel.Information : LogLevel.Warning;

    [LoggerMessage(LogEvents.LinkMade, LogLevel.Information, "Linked with {Peer}, incarnation {Incarnation}")]
    public static partial void LinkMade(this ILogger logger, string peer, long incarnation);

    [LoggerMessage(EventId = LogEvents.LinkEnded, Message = "The link with {Peer}, incarnation {Incarnation}, has ended: {Why}")]
    public static partial void LinkEnded(this ILogger logger, LogLevel level, string peer, long incarnation, string why);

    [LoggerMessage(EventId = LogEvents.LinkNotMade, Message = "No link with {Peer}, incarnation {Incarnation}, at {Address}: {Why}; it is tried again")]
    public static partial void LinkNotMade(this ILogger logger, LogLevel level, string peer, long incarnation, string address, string why);

    [LoggerMessage(EventId = LogEvents.LinkTurnedAway, Message = "A connection from {Remote} has come to nothing: {Why}")]
    public static partial void LinkTurnedAway(this ILogger logger, LogLevel level, string remote, string why);

    [LoggerMessage(LogEvents.LinkUserFailed, LogLevel.Critical, "What {Peer} sent could not be taken: this is a bug of the engine; the link is made again")]
    public static partial void LinkUserFailed(this ILogger logger, Exception bug, string peer);

    [LoggerMessage(LogEvents.LinkNotWritten, LogLevel.Error, "A {Frame} for {Peer} was not sent: {Why}")]
    public static partial void LinkNotWritten(this ILogger logger, Exception? failure, string frame, string peer, string why);

    [LoggerMessage(LogEvents.LinkAcceptFailed, LogLevel.Error, "Connections of peers cannot be accepted; it is tried again")]
    public static partial void LinkAcceptFailed(this ILogger logger, Exception failure);

    [LoggerMessage(LogEvents.CertificateLoaded, LogLevel.Information, "Links show the certificate of {Subject}, valid until {NotAfter}")]
    public static partial void CertificateLoaded(this ILogger logger, string subject, DateTime notAfter);

    [LoggerMessage(LogEvents.CertificateUnusable, LogLevel.Error, "The certificates of the links have changed and cannot be used; those of before stay in use")]
    public static partial void CertificateUnusable(this ILogger logger, Exception failure);
}
