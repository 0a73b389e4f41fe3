using CallCenter.Api.Configuration;
using CallCenter.Api.Access;
using CallCenter.Api.Secrets;
using CallCenter.Cluster;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Storage;
using CallCenter.Telephony;
using CallCenter.Telephony.Edge;
using CallCenter.Telephony.Media;
using CallCenter.Telephony.Media.Rtpengine;
using Npgsql;

namespace CallCenter.Api.Composition;

/// <summary>
/// One process of a call center, or the whole of it. The order of the start matters: first the actors, then the views, then the plan; the edge listens
/// only when it can place what it hears, so that a restart never says no to a call it knows.
/// </summary>
internal static class Center
{
    /// <summary>What was decided becomes durable and leaves; in a cluster the shards are handed over (RELIABILITY 3.9: 10 s, then as if killed).</summary>
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ClusterDrainMax = TimeSpan.FromSeconds(10);

    public static Task<int> Run(RunOptions options, CancellationToken stop) => options.TrialCores > 0 ? Trial.ClusterTrial.Run(options, stop) : RunProcess(options, stop);

    /// <summary>What an operator has to put right is said in a sentence, not as a defect of ours.</summary>
    private static async Task<int> RunProcess(RunOptions options, CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var orphaned = options.WithParent ? Parent.Ended(ending.Cancel) : null;
        try
        {
            return await RunToTheEnd(options, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Told to end before it was up.
            return 0;
        }
        catch (Exception failure) when (failure is JournalUnusableException or JoinRefusedException or InvalidDataException or NpgsqlException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }

    private static async Task<int> RunToTheEnd(RunOptions options, CancellationToken stop)
    {
        Directory.CreateDirectory(options.Data);
        await using var app = CenterServices.Build(options);
        var services = app.Services;
        var system = services.GetRequiredService<ActorSystem>();
        // What would refuse the start does so before anybody counts on this process.
        _ = services.GetRequiredService<TokenStore>();
        _ = options.HasFace ? services.GetRequiredService<SecretStore>() : null;
        await system.Start(services.GetRequiredService<EdgePerformer>(), stop);
        if (options.Does(Roles.Api))
        {
            app.UseApi();
        }
        else
        {
            app.UseOperations();
        }

        await app.StartAsync(stop);
        if (options.HasFace)
        {
            await services.GetRequiredService<PlanLoader>().Loaded.WaitAsync(stop);
            if (!await TakeConfiguration(options, services, stop))
            {
                return 1;
            }
        }

        await system.Recovered.WaitAsync(stop);
        await using var edge = options.Does(Roles.Edge) ? await Listen(options, services, stop) : null;
        using var demo = options.Demo && edge is not null
            ? Demo.Start(edge.Local, options.Http, [.. services.GetRequiredService<LiveDialPlan>().Current.Tenants], services.GetRequiredService<TokenStore>())
            : null;
        Welcome.Print(options, options.Does(Roles.Api) ? app.MadeAdminToken() : null, options.Does(Roles.Api) ? app.MadeAdminPassword() : null, demo);
        return await UntilStopped(options, app, system, edge, stop);
    }

    private static async Task<SipEdge> Listen(RunOptions options, IServiceProvider services, CancellationToken stop)
    {
        var (media, performer) = (services.GetRequiredService<IMedia>(), services.GetRequiredService<EdgePerformer>());
        var edge = CenterServices.Edge(options, services, media);
        edge.Start();
        performer.Open(edge, media);
        // It moves the calls of a media server that is gone from now on.
        _ = services.GetService<MediaMover>();
        if (media is EmbeddedMedia embedded)
        {
            await ClaimPorts(options, embedded, stop);
        }

        services.GetRequiredService<EdgeReady>().IsReady = true;
        return edge;
    }

    /// <summary>No new call is given a port before those that were up have theirs.</summary>
    private static async Task ClaimPorts(RunOptions options, EmbeddedMedia media, CancellationToken stop)
    {
        if (options.Cluster is not null)
        {
            // Calls that were up before claim their ports through the cores, which find us again one by one.
            await Task.Delay(CenterServices.MediaRest, stop);
        }

        media.Recovered();
    }

    /// <summary>The file of --config, when it changed since it was last taken. False: it cannot be taken, and everything that is wrong was printed.</summary>
    private static async Task<bool> TakeConfiguration(RunOptions options, IServiceProvider services, CancellationToken stop)
    {
        if (options.Config is null)
        {
            return true;
        }

        var secrets = services.GetRequiredService<SecretStore>();
        ConfigurationFile file;
        try
        {
            file = ConfigurationFile.Load(options.Config);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{options.Config} cannot be read: {failure.Message}");
            return false;
        }

        while (!file.IsTaken(secrets))
        {
            stop.ThrowIfCancellationRequested();
            switch (await services.GetRequiredService<DocumentAcceptance>().Accept(file.Content, file.Format, _ => true, null, "--config"))
            {
                case AcceptanceOutcome.Accepted:
                    file.RememberTaken(secrets);
                    return true;
                case AcceptanceOutcome.Wrong wrong:
                    await Console.Error.WriteLineAsync(file.Explain(wrong.Problems, wrong.More));
                    return false;
                case AcceptanceOutcome.NotAnswered { Answer: Commands.CommandAnswer.Unknown }:
                    // The core that owns it is not there yet, or not any more.
                    break;
                case var other:
                    await Console.Error.WriteLineAsync($"{file.Path} could not be applied: {other}");
                    return false;
            }
        }

        return true;
    }

    private static async Task<int> UntilStopped(RunOptions options, WebApplication app, ActorSystem system, SipEdge? edge, CancellationToken stop)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var told = stop.Register(() => stopping.TrySetResult());
        using var shutdown = app.Lifetime.ApplicationStopping.Register(() => stopping.TrySetResult());
        var broken = await Task.WhenAny(stopping.Task, system.Broken) == system.Broken;
        if (broken)
        {
            await Console.Error.WriteLineAsync($"This process can decide nothing any more (another one took over, or the engine failed): it ends. {system.BrokenBecause}. Its log says more.");
        }

        edge?.Drain();
        var limit = options.Cluster is null ? DrainMax : ClusterDrainMax;
        await system.Stop(limit);
        using var late = new CancellationTokenSource(limit);
        await app.StopAsync(late.Token);
        Console.WriteLine(options.Cluster is null
            ? "Stopped. Calls in progress are in the journal and go on when the center starts again."
            : "Stopped. Its shards are with the other nodes; calls in progress go on there.");
        return broken ? 1 : 0;
    }
}
