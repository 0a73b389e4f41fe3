using CallCenter.Actors;
using CallCenter.Actors.Floors;
using CallCenter.Api.Commands;
using CallCenter.Api.Views;

namespace CallCenter.Api.Floors;

/// <summary>
/// Looks once a second at what the boards show and tells the floor's book of alarms what is out of bounds, and what is no more. Every process with views does; the book
/// takes each once, so nobody has to be the one, and when one dies another says the same.
/// </summary>
internal sealed partial class AlarmWatch(ViewHead head, ICommands commands, TimeProvider time, ILogger<AlarmWatch> log) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Step, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (!head.HasCaughtUp)
            {
                continue;
            }

            foreach (var board in head.Boards.Tenants.Values)
            {
                try
                {
                    await Look(board);
                }
                catch (Exception failure)
                {
                    LogFailed(log, board.Tenant.Tenant, failure);
                }
            }
        }
    }

    /// <summary>What is not known to have been taken is said again a second later.</summary>
    private async Task Look(TenantBoard board)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        List<AlarmCause> outOfBounds =
        [
            .. AlarmRules.OfAgents(board.Tenant, board.Agents.Values, now),
            .. board.Queues.Values.SelectMany(line => AlarmRules.OfQueue(line.State, line.Latest is { } day && day.Day == today ? day : null, now)),
        ];
        foreach (var told in AlarmRules.Told(board.Floor.State, outOfBounds))
        {
            await commands.Ask(ActorId.Floor(board.Tenant.Tenant), told, Asking.AskTimeMax);
        }
    }

    [LoggerMessage(EventId = 4121, Level = LogLevel.Error, Message = "The alarms of tenant {Tenant} could not be looked at")]
    private static partial void LogFailed(ILogger logger, string tenant, Exception failure);
}
