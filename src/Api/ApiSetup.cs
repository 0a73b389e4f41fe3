using CallCenter.Api.Access;
using CallCenter.Api.Access.Issuers;
using CallCenter.Api.Access.Users;
using CallCenter.Api.Agents;
using CallCenter.Api.Audit;
using CallCenter.Api.Calls;
using CallCenter.Api.Configuration;
using CallCenter.Api.Events;
using CallCenter.Api.Floors;
using CallCenter.Api.Http;
using CallCenter.Api.Http.Document;
using CallCenter.Api.Journal;
using CallCenter.Api.Operations;
using CallCenter.Api.Queues;
using CallCenter.Api.Reports;
using CallCenter.Api.Reports.Schedules;
using CallCenter.Api.Safety;
using CallCenter.Api.Views;
using CallCenter.Api.Webhooks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CallCenter.Api;

/// <summary>Where the API keeps its files, and who is admin.</summary>
public sealed record ApiOptions
{
    /// <summary>views.db and access.db live here.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>From the environment; null: made at the first start and told by <see cref="ApiSetup.MadeAdminToken"/>.</summary>
    public string? AdminToken { get; init; }

    /// <summary>What one token may ask.</summary>
    public Allowance Requests { get; init; } = new(10_000, 500);

    /// <summary>Tokens that are none from one address.</summary>
    public Allowance Failures { get; init; } = new(30, 0.5);

    /// <summary>Passwords tried for one user from one address.</summary>
    public Allowance Passwords { get; init; } = new(5, 1 / 30d);

    /// <summary>Passwords tried for one user from everywhere.</summary>
    public Allowance PasswordsOfUser { get; init; } = new(50, 1 / 30d);

    /// <summary>OpenID Connect issuers whose tokens are taken.</summary>
    internal IReadOnlyList<Issuer> Issuers { get; init; } = [];

    /// <summary>How hard webhooks are tried, and what they may reach.</summary>
    public WebhookTerms Webhooks { get; init; } = new();

    /// <summary>Where reports are delivered that are wanted as files; null: a folder beside the views.</summary>
    public string? ReportFolder { get; init; }

    public const string AdminTokenVariable = "CALLCENTER_ADMIN_TOKEN";
}

/// <summary>
/// The API as one room: what it registers and maps, by what a process does. It needs an <see cref="IClusterReports"/> beside it, and with views an
/// <see cref="IJournal"/>, an <see cref="Commands.ICommands"/> and a <see cref="Secrets.SecretStore"/>.
/// </summary>
public static class ApiSetup
{
    private const string ViewsFile = "views.db";
    private const string RequestsFile = "requests.db";

    /// <summary>Every process: health, metrics, the cluster, and who may see them.</summary>
    public static void AddOperations(this IServiceCollection services, ApiOptions options)
    {
        Directory.CreateDirectory(options.DataDirectory);
        services.ConfigureHttpJsonOptions(json => ApiJson.Made(json.SerializerOptions));
        services.AddPolicies();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => TokenStore.Open(options.DataDirectory, options.AdminToken));
        services.AddSingleton(new IssuerTokens(options.Issuers));
        services.AddSingleton<MetricsText>();
        services.AddSingleton(all => new RateLimits(options, all.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Views and boards, folded from the journal into a file of this process; and documents, which are read over what the views know.</summary>
    public static void AddViews(this IServiceCollection services, ApiOptions options)
    {
        var views = Path.Combine(options.DataDirectory, ViewsFile);
        services.AddSingleton<ViewHead>();
        services.AddSingleton<EventLog>();
        services.AddSingleton<OpenStreams>();
        services.AddSingleton<TeamSights>();
        services.AddSingleton<DocumentAcceptance>();
        services.AddSingleton<ApiMeter>();
        services.AddSingleton<IReadinessCheck, ViewsReady>();
        services.AddSingleton<IViewLag, ViewLag>();
        services.AddSingleton(new CallQueries(views));
        services.AddSingleton(new AgentStateQueries(views));
        services.AddSingleton(new ConfigurationQueries(views));
        services.AddSingleton<ConfigurationHistory>();
        services.AddHostedService<AlarmWatch>();
        services.AddHostedService(all => new Projector(
            () => ViewStore.Open(views), all.GetRequiredService<IJournal>(), all.GetRequiredService<ViewHead>(), all.GetRequiredService<EventLog>(),
            all.GetRequiredService<ApiMeter>(), all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<Projector>>()));
    }

    /// <summary>All of it: REST, event stream, pages.</summary>
    public static void AddApi(this IServiceCollection services, ApiOptions options)
    {
        services.Configure<KestrelServerOptions>(kestrel => kestrel.AddServerHeader = false);
        services.AddOperations(options);
        services.AddViews(options);
        services.AddSingleton<Completeness>();
        services.AddSingleton(new FactQueries(Path.Combine(options.DataDirectory, ViewsFile)));
        services.AddSingleton(new QueueLogQueries(Path.Combine(options.DataDirectory, ViewsFile)));
        services.AddSingleton(all => new ReportDesk(
            Path.Combine(options.DataDirectory, ViewsFile), all.GetRequiredService<Completeness>(), all.GetRequiredService<ViewHead>(), all.GetRequiredService<TimeProvider>()));
        ApiDocument.Add(services);
        services.TryAddSingleton<IRequestRows>(_ => new SqliteRequestRows(Path.Combine(options.DataDirectory, RequestsFile)));
        services.AddSingleton<RepeatedRequests>();
        services.TryAddSingleton<IUserRows>(_ => new SqliteUserRows(Path.Combine(options.DataDirectory, TokenStore.FileName)));
        services.AddSingleton(all => new SignIns(
            all.GetRequiredService<IUserRows>(), all.GetRequiredService<TokenStore>(), all.GetRequiredService<ViewHead>(), options, all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<SignIns>>()));
        services.TryAddSingleton<IAuditRows>(_ => new SqliteAuditRows(Path.Combine(options.DataDirectory, SqliteAuditRows.FileName)));
        services.AddSingleton<AuditedActs>();
        services.AddHostedService<Heartbeats>();
        services.AddWebhooks(options);
        services.AddReportSchedules(options);
    }

    public static void UseOperations(this WebApplication app) => Use(app, () => { }, _ => { });

    public static void UseApi(this WebApplication app)
    {
        Use(app, app.UsePages, api =>
        {
            api.MapConfiguration();
            api.MapConfigurationHistory();
            api.MapAgents();
            api.MapQueues();
            api.MapCalls();
            api.MapAlarms();
            api.MapBreaks();
            api.MapEvents();
            api.MapMe();
            api.MapSessions();
            api.MapUsers();
            api.MapAccess();
            api.MapAudit();
            api.MapWebhooks();
            api.MapReports();
            api.MapSchedules();
        });
        ApiDocument.Map(app);
        RefuseUnguarded(app);
    }

    /// <summary>The admin token, when this start made it: print it, it is not kept.</summary>
    public static string? MadeAdminToken(this WebApplication app) => app.Services.GetRequiredService<TokenStore>().MadeAdminToken;

    /// <summary>The password of the platform's administrator, when this start made one: print it, it is not kept.</summary>
    public static string? MadeAdminPassword(this WebApplication app) =>
        FirstAdministrator.Make(app.Services.GetRequiredService<IUserRows>(), app.Services.GetRequiredService<TokenStore>(), app.Services.GetRequiredService<TimeProvider>().GetUtcNow());

    private static void Use(WebApplication app, Action pages, Action<RouteGroupBuilder> more)
    {
        _ = app.Services.GetRequiredService<MetricsText>();
        app.UseProblems();
        pages();
        app.UseRouting();
        Deprecation.Use(app);
        app.UseAuthentication();
        RateLimits.Use(app);
        app.UseAuthorization();
        app.UseTenantAccess();
        app.UseParameterCheck();
        RepeatedRequests.Use(app);
        AuditedActs.Use(app);
        ConditionalReads.Use(app);
        app.MapOperations();
        var api = app.MapGroup("/api/v1").Refuses(Refusing.Always);
        api.MapCluster();
        more(api);
        RefuseUnguarded(app);
    }

    /// <summary>A route that names neither a policy nor that it is open is a mistake: the program does not start with one.</summary>
    private static void RefuseUnguarded(WebApplication app)
    {
        var unguarded = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy is null)
            .Select(endpoint => endpoint.DisplayName).ToList();
        if (unguarded.Count > 0)
        {
            throw new InvalidOperationException($"routes without a policy: {string.Join(", ", unguarded)}");
        }
    }
}
