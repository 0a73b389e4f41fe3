using CallCenter.Actors;
using CallCenter.Actors.Configuration;
using CallCenter.Api.Commands;
using CallCenter.Api.Secrets;
using CallCenter.Api.Views;

namespace CallCenter.Api.Composition;

/// <summary>Keeps the edge's dial plan at the version in force: each time the views show a newer one, it asks the configuration itself.</summary>
internal sealed partial class PlanFollower(ViewHead head, ICommands commands, LiveDialPlan plan, SecretStore secrets, ILogger<PlanFollower> log) : BackgroundService
{
    private readonly Dictionary<string, long> versions = [];
    private readonly TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when every tenant of the journal is in the plan.</summary>
    public Task Loaded => loaded.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = head.Changed.Next;
            var hadCaughtUp = head.HasCaughtUp;
            await Renew();
            if (hadCaughtUp)
            {
                loaded.TrySetResult();
            }

            // The views say when they have caught up without a change of their own: look again soon.
            await changed.WaitAsync(hadCaughtUp ? Timeout.InfiniteTimeSpan : LookAgain, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    private async Task Renew()
    {
        foreach (var tenant in head.Boards.Configured.Where(tenant => versions.GetValueOrDefault(tenant.Tenant) < tenant.Version).ToArray())
        {
            var answer = await commands.AskUntilKnown(ActorId.Configuration(tenant.Tenant), new ConfigurationCommand.Ask());
            if (answer is not CommandAnswer.Answered { Reply: ConfigurationReply { Document: { } document } reply })
            {
                continue;
            }

            plan.Replace(document);
            versions[tenant.Tenant] = reply.Version;
            secrets.ForgetOthers(document);
            LogRenewed(log, tenant.Tenant, reply.Version);
        }
    }

    [LoggerMessage(EventId = 5011, Level = LogLevel.Information, Message = "The dial plan of {Tenant} is version {Version}")]
    private static partial void LogRenewed(ILogger logger, string tenant, long version);
}
