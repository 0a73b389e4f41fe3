using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Api.Commands;
using CallCenter.Api.Configuration;
using CallCenter.Api.Journal;
using CallCenter.Api.Operations;
using CallCenter.Api.Secrets;
using CallCenter.Api.Tests.Contract;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallCenter.Api.Tests;

/// <summary>The API on a loopback port with real files, over a journal in memory. It can be stopped and started again on the same files.</summary>
internal sealed class Center : IAsyncDisposable
{
    public const string AdminToken = "admin-token-of-the-test";
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string folder = Directory.CreateTempSubdirectory("callcenter-api-").FullName;
    private WebApplication? app;
    private Task<Description>? description;

    public MemoryJournal Journal { get; } = new();

    public Answering Actors { get; }

    public ClusterTold Cluster { get; } = new();

    public Center() => Actors = new Answering(Journal);

    public HttpClient Http { get; private set; } = new();

    public IServiceProvider Services => app!.Services;

    /// <summary>Where numbers lead; nowhere, until a test says so.</summary>
    public StatedPlan Plan { get; } = new();

    public string ViewsFile => Path.Combine(folder, "views.db");

    /// <summary>What the operator said beside the folder and the admin token.</summary>
    public Func<ApiOptions, ApiOptions> Options { get; init; } = options => options;

    public string Folder => folder;

    public static async Task<Center> Start(Func<ApiOptions, ApiOptions>? options = null)
    {
        var center = options is null ? new Center() : new Center { Options = options };
        await center.StartAgain();
        return center;
    }

    public async Task StartAgain()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = folder });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IJournal>(Journal);
        builder.Services.AddSingleton<ICommands>(Actors);
        builder.Services.AddSingleton(_ => SecretStore.Open(folder));
        builder.Services.AddSingleton<IClusterReports>(Cluster);
        builder.Services.AddSingleton<ICurrentPlan>(Plan);
        builder.Services.AddApi(Options(new ApiOptions { DataDirectory = folder, AdminToken = AdminToken }));
        app = builder.Build();
        app.UseApi();
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Http = Client(AdminToken, address);
        await Until(() => Services.GetRequiredService<ViewHead>().HasCaughtUp);
    }

    public async Task Stop()
    {
        await app!.StopAsync();
        await app.DisposeAsync();
        Http.Dispose();
    }

    public HttpClient Client(string? token, string? address = null)
    {
        var client = new HttpClient(new KeptContract(Described)) { BaseAddress = new Uri(address ?? Http.BaseAddress!.ToString()), Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>What this center promises of its answers.</summary>
    public Task<Description> Described() => description ??= Read();

    /// <summary>Waits for the views themselves to tell, not for time to pass.</summary>
    public async Task Until(Func<bool> shown)
    {
        var head = Services.GetRequiredService<ViewHead>();
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var changed = head.Changed.Next;
            if (shown())
            {
                return;
            }

            await changed.WaitAsync(TimeSpan.FromMilliseconds(50)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Tells events and waits until the views show them.</summary>
    public async Task<Position> Tell(ActorId stream, params IEnumerable<object> events)
    {
        var position = Journal.Append(stream, events);
        Assert.True(await Services.GetRequiredService<ViewHead>().Reaches(position, Patience, TimeProvider.System, CancellationToken.None));
        return position;
    }

    public async Task<JsonElement> Get(string path, HttpStatusCode expected = HttpStatusCode.OK, HttpClient? client = null)
    {
        using var response = await (client ?? Http).GetAsync(new Uri(path, UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{path}: {response.StatusCode}\n{body}");
        return JsonDocument.Parse(body).RootElement;
    }

    public async Task<string> TokenOf(params string[] tenants)
    {
        using var response = await Http.PostAsJsonAsync(new Uri("/api/v1/tokens", UriKind.Relative), new { name = "test", tenants });
        response.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("token").GetString()!;
    }

    /// <summary>A token of one tenant and of this role.</summary>
    public async Task<string> TokenFor(string tenant, string role, string? agent = null, string name = "test", string numbers = "full", string[]? scopes = null)
    {
        using var response = await Http.PostAsJsonAsync(new Uri("/api/v1/tokens", UriKind.Relative), new { name, tenants = new[] { tenant }, role, agent, numbers, scopes });
        response.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("token").GetString()!;
    }

    public async Task<HttpResponseMessage> Configure(string yaml, HttpClient? client = null, string query = "")
    {
        using var content = new StringContent(yaml, Encoding.UTF8, "application/yaml");
        return await (client ?? Http).PutAsync(new Uri($"/api/v1/config{query}", UriKind.Relative), content);
    }

    private async Task<Description> Read() => new(System.Text.Encoding.UTF8.GetString((await Services.GetRequiredService<Http.Document.ApiDocument>().Written).Json));

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
