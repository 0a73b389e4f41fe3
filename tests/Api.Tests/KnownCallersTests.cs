using CallCenter.Actors;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Api.Composition;
using CallCenter.Api.Lookups;
using CallCenter.Api.Secrets;
using CallCenter.Api.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Api.Tests;

/// <summary>Whom a caller spoke to last, from the call records.</summary>
public sealed class KnownCallersTests
{
    private static readonly Told Demo = Told.Today("demo");

    [Fact]
    public async Task It_is_the_agent_of_the_last_conversation_of_that_number()
    {
        await using var center = await Filled();
        using var lookups = new CallerLookups((_, _) => null, center.Services.GetRequiredService<SecretStore>(), new Reach([]), TimeProvider.System, NullLogger<CallerLookups>.Instance);
        var callers = new KnownCallers(center.Services.GetRequiredService<CallQueries>(), lookups);

        Assert.Equal(new KnownCaller("1002", Demo.At(530)), await callers.Find("demo", "+861"));
    }

    [Fact]
    public async Task A_number_that_nobody_talked_to_is_not_known_and_no_other_tenants_is()
    {
        await using var center = await Filled();
        using var lookups = new CallerLookups((_, _) => null, center.Services.GetRequiredService<SecretStore>(), new Reach([]), TimeProvider.System, NullLogger<CallerLookups>.Instance);
        var callers = new KnownCallers(center.Services.GetRequiredService<CallQueries>(), lookups);

        Assert.Null(await callers.Find("demo", "+862"));
        Assert.Null(await callers.Find("demo", "+86404"));
        Assert.Null(await callers.Find("other", "+861"));
    }

    /// <summary>The number +861 talks to 1001, then to 1002, and then waits only; +862 only waits.</summary>
    private static async Task<Center> Filled()
    {
        var center = await Center.Start();
        await center.Tell(ActorId.Configuration("demo"), Demo.Configured());
        foreach (var (call, at, agent) in new[] { (1, 100, "1001"), (11, 500, "1002") })
        {
            foreach (var (stream, e) in Demo.Served(call, at, agent))
            {
                await center.Tell(stream, e is Actors.Calls.CallEvent.CallArrived arrived ? arrived with { Arrival = arrived.Arrival with { Caller = "+861" } } : e);
            }
        }

        await center.Tell(Demo.Call(12), Demo.Arrives(12, 900).Select(e => e is Actors.Calls.CallEvent.CallArrived arrived ? arrived with { Arrival = arrived.Arrival with { Caller = "+861" } } : e));
        await center.Tell(Demo.Call(2), Demo.Arrives(2, 900));
        return center;
    }
}
