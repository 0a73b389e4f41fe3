using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Configuration;
using CallCenter.Api.Lookups;
using CallCenter.Api.Secrets;
using CallCenter.Api.Tests.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Api.Tests.Lookups;

/// <summary>A system of a tenant's on a loopback port, and a center that asks it. What it answers is the test's.</summary>
internal sealed class Crm : IAsyncDisposable
{
    public static readonly LookupQuestion Question = new(ActorId.Call("demo", "0123456789abcdef0123456789abcdef"), "crm", "4000", "+86138&x=1");

    private readonly Folder folder = new();
    private readonly SecretStore secrets;
    private readonly WebApplication app;
    private int asked;

    private Crm(RequestDelegate answer, IReadOnlyList<IPNetwork> named)
    {
        secrets = SecretStore.Open(folder.Path);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Run(context =>
        {
            Interlocked.Increment(ref asked);
            return answer(context);
        });
        Lookups = new CallerLookups((tenant, lookup) => tenant == "demo" && lookup == "crm" ? Entry : null, secrets, new Reach(named), Clock, NullLogger<CallerLookups>.Instance);
    }

    public CallerLookups Lookups { get; }

    public Clock Clock { get; } = new();

    public int Asked => Volatile.Read(ref asked);

    public LookupEntry Entry { get; set; } = new(
        "", LookupMethod.Post, TimeSpan.FromSeconds(2), [new TakenField("debt", "debt"), new TakenField("language", "lang"), new TakenField("tier", "customer.tier"), new TakenField("vip", "customer.vip")], [], 0);

    public static async Task<Crm> Start(RequestDelegate answer, bool isReachable = true)
    {
        var crm = new Crm(answer, isReachable ? [IPNetwork.Parse("127.0.0.0/8")] : []);
        await crm.app.StartAsync();
        crm.Entry = crm.Entry with { Url = crm.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/callers" };
        return crm;
    }

    public static Task<Crm> Saying(string body, string type = "application/json", int status = 200) => Start(context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body);
    });

    public void Authorize(string authorization)
    {
        var empty = new TenantDocument { Tenant = "demo" };
        Entry = secrets.Stage(empty with { Lookups = empty.Lookups.Add("crm", Entry) }, new Dictionary<string, string> { [Credentials.OfLookup("crm")] = authorization }).Lookups["crm"];
    }

    public async Task<LookedUp> Ask() => await Lookups.Ask(Question);

    public Task Die() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Lookups.Dispose();
        await app.DisposeAsync();
        secrets.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }
}

/// <summary>The machine's clock, set forward when a test says so; timers go by the machine's.</summary>
internal sealed class Clock : TimeProvider
{
    private TimeSpan ahead;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(ahead.TotalSeconds * TimestampFrequency);

    public void Pass(TimeSpan time) => ahead += time;
}
