using System.Collections.Frozen;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CallCenter.Api.Access.Issuers;

/// <summary>What a token of an issuer came to.</summary>
internal enum IssuerOutcome
{
    Valid,

    /// <summary>Not one of an issuer that is known here, not valid, or of nobody who may in.</summary>
    Invalid,

    /// <summary>Nobody can say: the issuer's keys were never read.</summary>
    Away,
}

/// <summary>
/// Access tokens of OpenID Connect issuers: signed by a key of theirs (asymmetric only), for this API, and not past their end. Keys are read from the
/// issuer, kept for half a day, and read again when a token names one that is not known — at most once in <see cref="KeysEvery"/>; while an issuer is away
/// those known last go on.
/// </summary>
internal sealed class IssuerTokens(IReadOnlyList<Issuer> issuers)
{
    public const int TextMax = 8 * 1024;
    public static readonly TimeSpan KeysEvery = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler handler = new() { MaximumTokenSizeInBytes = TextMax, MapInboundClaims = false };
    private readonly FrozenDictionary<string, Known> known = issuers.ToFrozenDictionary(issuer => issuer.Url, issuer => new Known(issuer), StringComparer.Ordinal);

    /// <summary>Whether it is to be asked here: a token of ours has no dots.</summary>
    public bool IsOne(string text) => known.Count > 0 && text.Length <= TextMax && text.Count(letter => letter == '.') == 2;

    public async Task<(Token? Token, IssuerOutcome Outcome)> Find(string text)
    {
        // Whose it says it is, to know whose keys to ask: nothing of it is believed yet.
        if (!handler.CanReadToken(text) || Read(text) is not { } claimed || !known.TryGetValue(claimed.Issuer, out var issuer))
        {
            return (null, IssuerOutcome.Invalid);
        }

        if (!await issuer.HasKeys())
        {
            return (null, IssuerOutcome.Away);
        }

        return await handler.ValidateTokenAsync(text, issuer.Parameters) is { IsValid: true, SecurityToken: JsonWebToken jwt } && Claimed.By(issuer.Issuer, jwt) is { } token
            ? (token, IssuerOutcome.Valid)
            : (null, IssuerOutcome.Invalid);
    }

    private static JsonWebToken? Read(string text)
    {
        try
        {
            return new JsonWebToken(text);
        }
        catch (Exception wrong) when (wrong is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    private sealed class Known
    {
        private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = TimeSpan.FromSeconds(5),
            MaxResponseContentBufferSize = 1024 * 1024,
        };

        private readonly ConfigurationManager<OpenIdConnectConfiguration> keys;

        public Known(Issuer issuer)
        {
            Issuer = issuer;
            keys = new ConfigurationManager<OpenIdConnectConfiguration>(
                $"{issuer.Url.TrimEnd('/')}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(),
                new HttpDocumentRetriever(Http) { RequireHttps = issuer.Url.StartsWith("https:", StringComparison.Ordinal) })
            {
                RefreshInterval = KeysEvery,
                // A key that the issuer has taken back is none any more, also for tokens that it signed before.
                UseLastKnownGoodConfiguration = false,
            };
            Parameters = new TokenValidationParameters
            {
                ConfigurationManager = keys,
                ValidIssuer = issuer.Url,
                ValidAudience = issuer.Audience,
                ValidAlgorithms = Algorithms,
                ClockSkew = ClockSkew,
                RequireExpirationTime = true,
                RequireSignedTokens = true,
                ValidateIssuerSigningKey = true,
            };
        }

        public Issuer Issuer { get; }

        public TokenValidationParameters Parameters { get; }

        /// <summary>Reads them if they were never read.</summary>
        public async Task<bool> HasKeys()
        {
            try
            {
                return await keys.GetConfigurationAsync() is not null;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }
    }
}
