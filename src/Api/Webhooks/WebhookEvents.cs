using System.Globalization;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Floors;
using CallCenter.Api.Agents;
using CallCenter.Api.Calls;
using CallCenter.Api.Events;
using CallCenter.Api.Floors;
using CallCenter.Api.Journal;
using CallCenter.Api.Views;

namespace CallCenter.Api.Webhooks;

/// <summary>
/// Events of the journal as webhooks are sent them: the envelope of the event stream, its <c>data</c> the row as it is when the event is written down,
/// which is as new as the event or newer (<c>revision</c> tells).
/// </summary>
internal sealed class WebhookEvents(ViewHead head, CallQueries calls, TimeProvider time)
{
    /// <summary>The views are behind that much only when they are rebuilt.</summary>
    private static readonly TimeSpan ViewWait = TimeSpan.FromSeconds(5);

    /// <summary>By the place in the journal: the same event has the same id, whoever sends it and however often.</summary>
    public static string IdOf(JournalEvent e) => string.Create(CultureInfo.InvariantCulture, $"evt_{e.Shard}_{e.Position}");

    /// <summary>Null: there is nothing to show of it.</summary>
    public async Task<byte[]?> Write(JournalEvent e, string type, CancellationToken stop)
    {
        var (scope, position) = (TenantScope.Of(e.Stream.Tenant), new Position(e.Shard, e.Position));
        while (!await head.Reaches(position, ViewWait, time, stop))
        {
            stop.ThrowIfCancellationRequested();
        }

        return Contracts.Read(e.Tag, e.Body.Span) switch
        {
            CallEvent told when calls.Find(scope, e.Stream.Key) is { } record => Envelope(Topics.Calls, told.At, new CallItem(record)),
            AgentEvent told when head.Boards.Of(scope) is var board && board.Agents.TryGetValue(e.Stream.Key, out var agent) => Envelope(Topics.Agents, told.At, AgentItem.From(agent, board.Tenant)),
            ConfigurationEvent.ConfigurationAccepted told => Envelope(Topics.Config, told.At, new ConfigItem(e.Stream.Tenant, told.Version, told.Version)),
            FloorEvent told when NumberOf(told) is { } number && AlarmsApi.Find(head, scope, number) is { } alarm => Envelope(Topics.Alarms, told.At, AlarmItem.From(alarm), number.ToString(CultureInfo.InvariantCulture)),
            _ => null,
        };

        byte[] Envelope<T>(Topics topic, DateTimeOffset at, T row, string? subject = null) =>
            CloudEvent.Write(IdOf(e), e.Stream.Tenant, topic, type["callcenter.".Length..], subject ?? e.Stream.Key, at, position.ToString(), row);
    }

    /// <summary>Of the alarm that it is about; null: of none.</summary>
    private static long? NumberOf(FloorEvent told) => told switch
    {
        FloorEvent.AlarmRaised e => e.Number,
        FloorEvent.AlarmEnded e => e.Number,
        FloorEvent.AlarmAcknowledged e => e.Number,
        _ => null,
    };
}
