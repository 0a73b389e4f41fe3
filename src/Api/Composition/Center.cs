using System.Net;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using CallCenter.Api.Access;
using CallCenter.Api.Commands;
using CallCenter.Api.Configuration;
using CallCenter.Api.Operations;
using CallCenter.Api.Secrets;
using CallCenter.Cluster;
using CallCenter.Cluster.Storage;
using CallCenter.Telephony.Edge;
using CallCenter.Telephony.Media;

namespace CallCenter.Api.Composition;

/// <summary>
/// One call center in one process: engine, edge, media, views, API. The order of the start matters: first the actors, then the views, then
/// the plan; the edge listens only when it can place what it hears, so that a restart never says no to a call it knows.
/// </summary>
internal static class Center
{
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(5);

    private static readonly IReadOnlyList<ActorType> Types =
    [
        new ActorType<CallBehaviour, CallState, CallCommand, CallEvent>(ActorKind.Call),
        new ActorType<QueueBehaviour, QueueState, QueueCommand, QueueEvent>(ActorKind.Queue),
        new ActorType<AgentBehaviour, AgentState, AgentCommand, AgentEvent>(ActorKind.Agent),
        new ActorType<PhoneBehaviour, PhoneState, PhoneCommand, PhoneEvent>(ActorKind.Phone),
        new ActorType<ConfigurationBehaviour, ConfigurationState, ConfigurationCommand, ConfigurationEvent>(ActorKind.Configuration),
    ];

    public static async Task<int> Run(RunOptions options, CancellationToken stop)
    {
        Directory.CreateDirectory(options.Data);
        await using var app = Build(options);
        var services = app.Services;
        var system = services.GetRequiredService<ActorSystem>();
        var performer = services.GetRequiredService<EdgePerformer>();
        await system.Start(performer, stop);
        app.UseApi();
        await app.StartAsync(stop);
        await services.GetRequiredService<PlanLoader>().Loaded.WaitAsync(stop);
        if (!await TakeConfiguration(options, services))
        {
            return 1;
        }

        await system.Recovered.WaitAsync(stop);
        var media = services.GetRequiredService<EmbeddedMedia>();
        await using var edge = Edge(options, services, media);
        edge.Start();
        performer.Open(edge, media);
        media.Recovered();
        services.GetRequiredService<EdgeReady>().IsReady = true;
        using var demo = options.Demo
            ? Demo.Start(edge.Local, options.Http, [.. services.GetRequiredService<LiveDialPlan>().Current.Tenants], services.GetRequiredService<TokenStore>())
            : null;
        Welcome.Print(options, app.MadeAdminToken(), demo);
        return await UntilStopped(app, system, edge, stop);
    }

    private static WebApplication Build(RunOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, WebRootPath = Pages() });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(options.Http));
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
        }).SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddApi(new ApiOptions { DataDirectory = options.Data, AdminToken = Environment.GetEnvironmentVariable(ApiOptions.AdminTokenVariable) });
        services.AddSingleton(_ => SecretStore.Open(options.Data));
        services.AddSingleton(all => SqliteEventStore.Open(new SqliteOptions { Directory = options.Data }, TimeProvider.System, all.GetRequiredService<ILogger<SqliteEventStore>>()));
        services.AddSingleton(Engine);
        services.AddSingleton(all => all.GetRequiredService<ActorSystem>().Actors);
        services.AddSingleton<ICommands, EngineCommands>();
        services.AddSingleton<Journal.IJournal>(all => new EngineJournal(all.GetRequiredService<ActorSystem>().Feed, all.GetRequiredService<ActorSystem>().Journal));
        services.AddSingleton<IClusterReports, OneProcess>();
        services.AddSingleton<EdgePerformer>();
        services.AddSingleton<LiveDialPlan>();
        services.AddSingleton<PlanLoader>();
        services.AddHostedService(all => all.GetRequiredService<PlanLoader>());
        services.AddSingleton<EdgeReady>();
        services.AddSingleton<IReadinessCheck>(all => all.GetRequiredService<EdgeReady>());
        services.AddSingleton(all => new EmbeddedMedia(
            new EmbeddedMediaOptions { Address = options.Sip.Address.ToString(), PortFirst = options.MediaFirst, PortLast = options.MediaLast, SoundDirectory = options.Sounds },
            all.GetRequiredService<ILogger<EmbeddedMedia>>()));
        return builder.Build();
    }

    private static ActorSystem Engine(IServiceProvider services)
    {
        var store = services.GetRequiredService<SqliteEventStore>();
        return ActorSystem.Open(new ActorSystemOptions
        {
            Types = Types,
            Store = store,
            Epoch = store.Epoch,
            Clock = store.Clock,
            Loggers = services.GetRequiredService<ILoggerFactory>(),
        }).GetAwaiter().GetResult();
    }

    private static SipEdge Edge(RunOptions options, IServiceProvider services, EmbeddedMedia media)
    {
        var plan = services.GetRequiredService<LiveDialPlan>();
        return new SipEdge(
            new EdgeOptions
            {
                Listen = options.Sip,
                DigestAlgorithms = options.Digest,
                DigestSecret = services.GetRequiredService<SecretStore>().Derived("digest nonces"),
            },
            new EngineSignals(services.GetRequiredService<IActors>()), media, plan, TimeProvider.System, services.GetRequiredService<ILogger<SipEdge>>());
    }

    /// <summary>The file of --config, when it changed since it was last taken. False: it cannot be taken, and everything that is wrong was printed.</summary>
    private static async Task<bool> TakeConfiguration(RunOptions options, IServiceProvider services)
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

        if (file.IsTaken(secrets))
        {
            return true;
        }

        switch (await services.GetRequiredService<DocumentAcceptance>().Accept(file.Content, file.Format, _ => true, null, "--config"))
        {
            case AcceptanceOutcome.Accepted:
                file.RememberTaken(secrets);
                return true;
            case AcceptanceOutcome.Wrong wrong:
                await Console.Error.WriteLineAsync(file.Explain(wrong.Problems, wrong.More));
                return false;
            case var other:
                await Console.Error.WriteLineAsync($"{file.Path} could not be applied: {other}");
                return false;
        }
    }

    private static async Task<int> UntilStopped(WebApplication app, ActorSystem system, SipEdge edge, CancellationToken stop)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var told = stop.Register(() => stopping.TrySetResult());
        using var shutdown = app.Lifetime.ApplicationStopping.Register(() => stopping.TrySetResult());
        var broken = await Task.WhenAny(stopping.Task, system.Broken) == system.Broken;
        if (broken)
        {
            await Console.Error.WriteLineAsync("This process can decide nothing any more (another one took over, or the engine failed): it ends. Its log says why.");
        }

        edge.Drain();
        await system.Stop(DrainMax);
        using var limit = new CancellationTokenSource(DrainMax);
        await app.StopAsync(limit.Token);
        Console.WriteLine("Stopped. Calls in progress are in the journal and go on when the center starts again.");
        return broken ? 1 : 0;
    }

    private static string? Pages() => Repository.Find(Path.Combine("src", "Api", "wwwroot", "index.html")) is { } page ? Path.GetDirectoryName(page) : null;
}
