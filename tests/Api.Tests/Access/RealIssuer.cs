using System.Net.Http.Json;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;

namespace CallCenter.Api.Tests.Access;

/// <summary>
/// An OpenID Connect issuer (OpenIddict) on a loopback port: discovery, keys, and a token endpoint that puts in a token what the request asks for. It can
/// be stopped, and started again at the same address with another key.
/// </summary>
internal sealed class RealIssuer : IAsyncDisposable
{
    private WebApplication app;

    private RealIssuer(WebApplication app, RsaSecurityKey key, string url) => (this.app, Key, Url) = (app, key, url);

    public string Url { get; }

    /// <summary>What it signs with now.</summary>
    public RsaSecurityKey Key { get; private set; }

    public static async Task<RealIssuer> Start()
    {
        var key = NewKey();
        var (app, url) = await Started("http://127.0.0.1:0", key);
        return new RealIssuer(app, key, url);
    }

    public static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };

    /// <summary>The same issuer with a new key, and the old one gone.</summary>
    public async Task Rotate()
    {
        await Stop();
        Key = NewKey();
        (app, _) = await Started(Url, Key);
    }

    public Task Stop() => app.StopAsync();

    /// <summary>An access token with these claims, from the token endpoint.</summary>
    public async Task<string> Token(object claims, string audience = "callcenter")
    {
        using var client = new HttpClient { Timeout = Center.Patience };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "test",
            ["client_secret"] = "test",
            ["claims_of_test"] = JsonSerializer.Serialize(claims),
            ["audience_of_test"] = audience,
        });
        using var response = await client.PostAsync(new Uri($"{Url}/connect/token"), form);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.TryGetProperty("access_token", out var token), answer.GetRawText());
        return token.GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static async Task<(WebApplication App, string Url)> Started(string address, RsaSecurityKey key)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address);
        builder.Logging.ClearProviders();
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.EnableDegradedMode().SetTokenEndpointUris("connect/token").AllowClientCredentialsFlow();
            server.AddSigningKey(key).AddEphemeralEncryptionKey().DisableAccessTokenEncryption();
            server.AddEventHandler<OpenIddictServerEvents.ValidateTokenRequestContext>(handler => handler.UseInlineHandler(_ => default));
            server.AddEventHandler<OpenIddictServerEvents.HandleTokenRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                var identity = new ClaimsIdentity("test");
                using var claims = JsonDocument.Parse((string)context.Request!.GetParameter("claims_of_test")!.Value!);
                foreach (var claim in claims.RootElement.EnumerateObject())
                {
                    foreach (var value in claim.Value.ValueKind == JsonValueKind.Array ? claim.Value.EnumerateArray().ToArray() : [claim.Value])
                    {
                        identity.AddClaim(new Claim(claim.Name, value.GetString()!));
                    }
                }

                identity.SetDestinations(_ => [OpenIddictConstants.Destinations.AccessToken]);
                identity.SetAudiences((string)context.Request!.GetParameter("audience_of_test")!.Value!);
                context.SignIn(new ClaimsPrincipal(identity));
                return default;
            }));
            server.UseAspNetCore().DisableTransportSecurityRequirement();
        });
        var app = builder.Build();
        app.UseAuthentication();
        await app.StartAsync();
        return (app, app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }
}
