using System.Collections.Immutable;
using CallCenter.Actors.Configuration;
using C = CallCenter.Actors.Configuration.ConfigurationCommand;
using E = CallCenter.Actors.Configuration.ConfigurationEvent;

namespace CallCenter.Actors.Tests.Configuration;

/// <summary>The configuration actor of tenant demo.</summary>
internal static class Tenant
{
    public static readonly ActorId Id = ActorId.Configuration("demo");
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    public static readonly ConfigurationState Empty = ConfigurationBehaviour.Initial(Id);

    public static C.Accept Accept(TenantDocument document, long? ifVersion = null) => new(document, ifVersion, "test");

    public static ConfigurationState After(params ReadOnlySpan<C> commands)
    {
        var state = Empty;
        foreach (var command in commands)
        {
            state = Then(state, command);
        }

        return state;
    }

    public static ConfigurationState Then(ConfigurationState state, C command) =>
        Events(state, command).Aggregate(state, DutiesAgree.Apply<ConfigurationBehaviour, ConfigurationState, C, E>);

    public static ImmutableArray<E> Events(ConfigurationState state, C command) => ConfigurationBehaviour.Decide(state, command, Now) switch
    {
        Decision<E>.Accepted accepted => accepted.Events,
        Decision<E>.AlreadySo => [],
        var refused => throw new InvalidOperationException($"{command}: {refused}"),
    };

    /// <summary>Everybody has taken their part.</summary>
    public static ConfigurationState Settled(ConfigurationState state) =>
        ConfigurationBehaviour.Duties(state).Cast<Duty.Deliver>().Aggregate(state, (settling, duty) => Then(settling, (C)duty.OnAnswered!));

    public static ImmutableArray<string> Keys(ConfigurationState state) => [.. ConfigurationBehaviour.Duties(state).Select(duty => duty.Key)];
}
