using CallCenter.Api.Journal;
using CallCenter.Api.Secrets;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CallCenter.Api.Webhooks;

/// <summary>What webhooks are made of.</summary>
internal static class WebhookServices
{
    public static void AddWebhooks(this IServiceCollection services, ApiOptions options)
    {
        services.AddSingleton(options.Webhooks);
        services.AddSingleton(WebhookHolder.New());
        services.TryAddSingleton<IWebhookRows>(_ => new SqliteWebhookRows(Path.Combine(options.DataDirectory, SqliteWebhookRows.FileName)));
        services.AddSingleton(all => new WebhookStore(
            all.GetRequiredService<IWebhookRows>(), all.GetRequiredService<SecretStore>(), all.GetRequiredService<IJournal>(), options.Webhooks, all.GetRequiredService<TimeProvider>()));
        services.AddSingleton<WebhookEvents>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<Holding>();
        services.AddHostedService(all => all.GetRequiredService<Holding>());
        services.AddHostedService<WebhookFeeder>();
        services.AddHostedService<WebhookDispatcher>();
    }
}
