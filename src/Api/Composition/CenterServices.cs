using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Floors;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Snapshots;
using CallCenter.Api.Access;
using CallCenter.Api.Commands;
using CallCenter.Api.Http;
using CallCenter.Api.Lookups;
using CallCenter.Api.Operations;
using CallCenter.Api.Postgres;
using CallCenter.Api.Secrets;
using CallCenter.Api.Views;
using CallCenter.Cluster;
using CallCenter.Cluster.Membership;
using CallCenter.Telephony;
using CallCenter.Telephony.Edge;
using CallCenter.Telephony.Media;
using CallCenter.Telephony.Media.Rtpengine;

namespace CallCenter.Api.Composition;

/// <summary>What a process is made of, by its roles.</summary>
internal static class CenterServices
{
    /// <summary>For so long after a start no media port of ours is given to a new call, so that those that were up claim theirs.</summary>
    public static readonly TimeSpan MediaRest = TimeSpan.FromSeconds(5);

    public static readonly IReadOnlyList<ActorType> Types =
    [
        new ActorType<CallBehaviour, CallState, CallCommand, CallEvent>(ActorKind.Call),
        new ActorType<QueueBehaviour, QueueState, QueueCommand, QueueEvent>(ActorKind.Queue, StateForms.Queue),
        new ActorType<AgentBehaviour, AgentState, AgentCommand, AgentEvent>(ActorKind.Agent, StateForms.Agent),
        new ActorType<PhoneBehaviour, PhoneState, PhoneCommand, PhoneEvent>(ActorKind.Phone, StateForms.Phone),
        new ActorType<ConfigurationBehaviour, ConfigurationState, ConfigurationCommand, ConfigurationEvent>(ActorKind.Configuration, StateForms.Configuration),
        new ActorType<FloorBehaviour, FloorState, FloorCommand, FloorEvent>(ActorKind.Floor, StateForms.Floor),
    ];

    public static WebApplication Build(RunOptions options)
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
        services.AddSingleton(all => all.GetRequiredService<ActorSystem>().Time);
        AddEngine(services, options);
        AddStores(services, options);
        AddFaces(services, options);
        if (options.Does(Roles.Edge))
        {
            AddEdge(services, options);
        }

        return builder.Build();
    }

    public static SipEdge Edge(RunOptions options, IServiceProvider services, IMedia media) => new(
        new EdgeOptions
        {
            Name = options.Cluster?.Node ?? "edge",
            Listen = options.Sip,
            AdvertisedHost = options.SipAdvertised?.Host,
            AdvertisedPort = options.SipAdvertised?.Port,
            Proxies = options.SipProxies,
            SourcePerSecond = options.SipSourcePerSecond,
            SourceBurst = options.SipSourceBurst,
            Faces = options.SipFaces,
            DigestAlgorithms = options.Digest,
            DigestSecret = services.GetRequiredService<SecretStore>().Derived("digest nonces"),
        },
        new EngineSignals(services.GetRequiredService<IActors>()), media, services.GetRequiredService<LiveDialPlan>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<SipEdge>>(),
        new KnownCallers(services.GetRequiredService<CallQueries>(), services.GetRequiredService<CallerLookups>()), new OccupiedChannels(services.GetRequiredService<ViewHead>()));

    private static void AddEngine(IServiceCollection services, RunOptions options)
    {
        if (options.Cluster is { } cluster)
        {
            OneOfSeveral.Add(services, cluster);
        }
        else
        {
            OneProcess.Add(services, options);
        }

        services.AddSingleton(all => all.GetRequiredService<ActorSystem>().Actors);
        services.AddSingleton<ICommands, EngineCommands>();
        services.AddSingleton<Journal.IJournal>(all => new EngineJournal(all.GetRequiredService<ActorSystem>().Feed, all.GetRequiredService<ActorSystem>().Journal));
        services.AddSingleton<EdgePerformer>();
    }

    /// <summary>Tokens and secrets: files of this process, or tables that all share.</summary>
    private static void AddStores(IServiceCollection services, RunOptions options)
    {
        if (options.Cluster is { } cluster)
        {
            services.AddSingleton(_ => SharedDatabase.Open(cluster.Database, $"{cluster.Node} api"));
            services.AddSingleton(all => TokenStore.OpenShared(all.GetRequiredService<SharedDatabase>(), AdminToken, mayMakeAdmin: options.Does(Roles.Api)));
            services.AddHostedService<TokenRefresh>();
            services.AddSingleton<Access.Users.IUserRows>(all => new Access.Users.PostgresUserRows(all.GetRequiredService<SharedDatabase>()));
            services.AddSingleton<Webhooks.IWebhookRows>(all => new Webhooks.PostgresWebhookRows(all.GetRequiredService<SharedDatabase>()));
            services.AddSingleton<Reports.Schedules.IScheduleRows>(all => new Reports.Schedules.PostgresScheduleRows(all.GetRequiredService<SharedDatabase>()));
            services.AddSingleton<Audit.IAuditRows>(all => new Audit.PostgresAuditRows(all.GetRequiredService<SharedDatabase>()));
            services.AddSingleton<Safety.IRequestRows>(all => new Safety.PostgresRequestRows(all.GetRequiredService<SharedDatabase>()));
            services.AddSingleton(all => SecretStore.OpenShared(all.GetRequiredService<SharedDatabase>(), cluster.KeyFile));
        }
        else
        {
            services.AddSingleton(_ => SecretStore.Open(options.Data));
        }
    }

    private static void AddFaces(IServiceCollection services, RunOptions options)
    {
        var api = new ApiOptions
        {
            DataDirectory = options.Data,
            AdminToken = AdminToken,
            Issuers = options.Issuers is { } file ? Access.Issuers.Issuer.Read(file) : [],
            Webhooks = new Webhooks.WebhookTerms { Networks = options.WebhookNetworks },
            ReportFolder = options.ReportFolder,
        };
        if (options.Does(Roles.Api))
        {
            services.AddApi(api);
        }
        else
        {
            services.AddOperations(api);
            if (options.HasFace)
            {
                services.AddViews(api);
            }
        }

        if (options.HasFace)
        {
            services.AddSingleton(all => new LiveDialPlan(all.GetRequiredService<SecretStore>(), options.Site));
            services.AddSingleton<Configuration.ICurrentPlan>(all => all.GetRequiredService<LiveDialPlan>());
            services.AddSingleton<PlanLoader>();
            services.AddHostedService(all => all.GetRequiredService<PlanLoader>());
        }
    }

    private static void AddEdge(IServiceCollection services, RunOptions options)
    {
        services.AddSingleton<EdgeReady>();
        services.AddSingleton(all => new CallerLookups(
            (tenant, lookup) => all.GetRequiredService<LiveDialPlan>().Current.Lookup(tenant, lookup), all.GetRequiredService<SecretStore>(), new Reach(options.LookupNetworks), TimeProvider.System, all.GetRequiredService<ILogger<CallerLookups>>()));
        services.AddSingleton<IReadinessCheck>(all => all.GetRequiredService<EdgeReady>());
        if (options.Rtpengines.Count > 0)
        {
            AddRtpengines(services, options);
            return;
        }

        services.AddSingleton<IMedia>(all => new EmbeddedMedia(
            new EmbeddedMediaOptions
            {
                Instance = options.Cluster?.Node ?? "embedded",
                Address = (options.MediaAddress ?? options.Sip.Address).ToString(),
                PortFirst = options.MediaFirst,
                PortLast = options.MediaLast,
                SoundDirectory = options.Sounds,
                ReuseAfterStart = MediaRest,
            },
            all.GetRequiredService<ILogger<EmbeddedMedia>>(),
            time: all.GetRequiredService<TimeProvider>()));
    }

    private static void AddRtpengines(IServiceCollection services, RunOptions options)
    {
        var media = new RtpengineOptions { Instances = options.Rtpengines, SoundDirectory = options.Sounds, InstanceSoundDirectory = options.RtpengineSounds };
        services.AddSingleton(all => new RtpengineMedia(media, all.GetRequiredService<ILogger<RtpengineMedia>>()));
        services.AddSingleton<IMedia>(all => all.GetRequiredService<RtpengineMedia>());
        services.AddSingleton(all => new MediaMover(
            all.GetRequiredService<RtpengineMedia>(), new EngineSignals(all.GetRequiredService<IActors>()), all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<MediaMover>>()));
        services.AddSingleton<MediaReady>();
        services.AddSingleton<IReadinessCheck>(all => all.GetRequiredService<MediaReady>());
    }

    private static string? AdminToken => Environment.GetEnvironmentVariable(ApiOptions.AdminTokenVariable);

    private static string? Pages() => Repository.Find(Path.Combine("src", "Api", "wwwroot", "index.html")) is { } page ? Path.GetDirectoryName(page) : null;
}
