using CallCenter.Actors;
using CallCenter.Actors.Configuration;
using CallCenter.Api.Journal;
using CallCenter.Api.Views;

namespace CallCenter.Api.Configuration;

/// <summary>A document of the past, put together from the changes in the journal: the truth itself. The views say only where they are.</summary>
internal sealed class ConfigurationHistory(ConfigurationQueries versions, IJournal journal)
{
    /// <summary>A document is not put together from more changes than these.</summary>
    public const int ChangesMax = 10_000;

    /// <summary>The document that was in force as this version; null: there is or was none.</summary>
    public async Task<TenantDocument?> Document(TenantScope scope, long version, CancellationToken stop)
    {
        if (version is < 1 or > ChangesMax || versions.EventsUntil(scope, version) is not { } events || events.Count != version)
        {
            return null;
        }

        var state = ConfigurationBehaviour.Initial(ActorId.Configuration(scope.Tenant));
        foreach (var at in events)
        {
            foreach (var e in await journal.Read(state.Id, at, 1, stop))
            {
                state = Contracts.Read(e.Tag, e.Body.Span) is ConfigurationEvent.ConfigurationAccepted accepted ? ConfigurationBehaviour.Apply(state, accepted) : state;
            }
        }

        return state.Version == version ? state.Document : null;
    }
}
