using System.Globalization;
using CallCenter.DemoPhones.Sip;
using CallCenter.DemoPhones.Sound;
using CallCenter.Telephony.Messages;

namespace CallCenter.DemoPhones;

/// <summary>The play: agents at their phones, callers, and the end, when all hang up and sign off.</summary>
internal sealed class Demo : IDisposable
{
    /// <summary>For hanging up and signing off.</summary>
    public static readonly TimeSpan EndTimeMax = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan EndLooksEvery = TimeSpan.FromMilliseconds(50);

    private readonly Cast cast;
    private readonly Dictionary<string, AgentPhone> agents;
    private readonly Callers callers;
    private readonly Desk? desk;

    private Demo(DemoOptions options)
    {
        var endpoint = new Endpoint(options.Listen, options.Target, failure => Console.Error.WriteLine(failure));
        cast = new Cast(options, endpoint, new Voices(endpoint.Local.Address, options.Silent), new Chance(options.Seed), new Chronicle(options.Quiet));
        agents = Enumerable.Range(options.FirstPhone, options.Agents)
            .Select(number => number.ToString(CultureInfo.InvariantCulture))
            .ToDictionary(user => user, user => new AgentPhone(cast, user), StringComparer.Ordinal);
        callers = new Callers(cast);
        desk = Desk.Of(cast, agents.Keys);
        endpoint.Called = Called;
    }

    public static async Task<int> Run(DemoOptions options, CancellationToken stop)
    {
        using var demo = new Demo(options);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (options.Duration is { } duration)
            ending.CancelAfter(duration);
        if (options.WithParent)
            _ = EndWithParent(ending);

        return await demo.cast.Endpoint.Loop.Ask(() => demo.Play(ending.Token));
    }

    public void Dispose()
    {
        desk?.Dispose();
        cast.Endpoint.Dispose();
        cast.Voices.Dispose();
    }

    private static async Task EndWithParent(CancellationTokenSource ending)
    {
        await using var input = Console.OpenStandardInput();
        var ignored = new byte[64];
        while (await input.ReadAsync(ignored) > 0)
        {
        }

        try
        {
            await ending.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // We ended before our parent.
        }
    }

    private async Task<int> Play(CancellationToken stop)
    {
        cast.Chronicle.Say("demo phones", $"at {cast.Endpoint.Local}, the center at {cast.Options.Target}; Ctrl-C ends");
        foreach (var agent in agents.Values)
        {
            agent.Begin();
        }

        callers.Begin();
        var sitting = desk?.Run(stop) ?? Task.CompletedTask;
        await Stopped(stop);
        await End();
        await sitting;
        cast.Chronicle.Sum();
        return 0;
    }

    // On the loop, as everything here: the callback only completes, it does not continue on its thread.
    private static async Task Stopped(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = stop.Register(() => stopped.TrySetResult());
        await stopped.Task;
    }

    private async Task End()
    {
        cast.Chronicle.Say("demo phones", "hang up and sign off");
        callers.End();
        foreach (var agent in agents.Values)
        {
            agent.End();
        }

        var began = Cast.Now;
        do
        {
            await cast.Endpoint.Timers.Delay(EndLooksEvery);
        }
        while ((cast.Endpoint.IsWorking || callers.Present > 0) && Cast.Since(began) < EndTimeMax);
    }

    private void Called(Telephony.Transactions.ServerTransaction invite)
    {
        if (agents.TryGetValue(invite.Request.Uri?.UserName ?? "", out var agent))
            agent.Called(invite);
        else
            invite.Respond(SipResponse.For(invite.Request, 404, toTag: Endpoint.NewToken()));
    }
}
