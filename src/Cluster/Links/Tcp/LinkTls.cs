using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace CallCenter.Cluster.Links.Tcp;

/// <summary>
/// TLS of links: both sides show a certificate and verify the other's against the authority of the cluster, and nobody else's. The files are
/// looked at for each connection; what cannot be read leaves what was read before.
/// </summary>
internal sealed class LinkTls
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly LinkCertificates files;
    private readonly ILogger log;
    private readonly Lock gate = new();
    private Material material;

    /// <exception cref="InvalidOperationException">The files cannot be used.</exception>
    public LinkTls(LinkCertificates files, ILogger log)
    {
        this.files = files;
        this.log = log;
        try
        {
            material = Material.From(Texts.Of(files));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new InvalidOperationException($"the certificates of the links cannot be used: {failure.Message}", failure);
        }

        log.CertificateLoaded(material.Own.Subject, material.Own.NotAfter);
    }

    public async Task<SslStream> AsServer(Stream stream, CancellationToken stop)
    {
        var current = Current();
        var server = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = current.Context,
            ClientCertificateRequired = true,
            CertificateChainPolicy = current.Policy(ClientUse),
            RemoteCertificateValidationCallback = IsTrusted,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        return await Secured(new SslStream(stream), tls => tls.AuthenticateAsServerAsync(server, stop));
    }

    public async Task<SslStream> AsClient(Stream stream, string name, CancellationToken stop)
    {
        var current = Current();
        var client = new SslClientAuthenticationOptions
        {
            TargetHost = Uri.CheckHostName(name) == UriHostNameType.Dns ? name : string.Empty,
            ClientCertificateContext = current.Context,
            CertificateChainPolicy = current.Policy(ServerUse),
            RemoteCertificateValidationCallback = IsTrusted,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        return await Secured(new SslStream(stream), tls => tls.AuthenticateAsClientAsync(client, stop));
    }

    /// <summary>Does the other's certificate name the cluster or this member?</summary>
    public static bool Names(SslStream tls, string cluster, string member)
    {
        using var certificate = new X509Certificate2(tls.RemoteCertificate!);
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(extension => extension.EnumerateDnsNames())
            .Append(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        return names.Any(name => name == cluster || name == member);
    }

    private static async Task<SslStream> Secured(SslStream tls, Func<SslStream, Task> authenticate)
    {
        try
        {
            await authenticate(tls);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    /// <summary>The chain is what counts here: who it is, is checked when it has said its name.</summary>
    private static bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate is not null && (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;

    private Material Current()
    {
        lock (gate)
        {
            try
            {
                var texts = Texts.Of(files);
                if (texts != material.Texts)
                {
                    material = Material.From(texts);
                    log.CertificateLoaded(material.Own.Subject, material.Own.NotAfter);
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
            {
                log.CertificateUnusable(failure);
            }

            return material;
        }
    }

    private sealed record Texts(string Certificate, string Key, string Authority)
    {
        public static Texts Of(LinkCertificates files) =>
            new(File.ReadAllText(files.CertificateFile), File.ReadAllText(files.KeyFile), File.ReadAllText(files.AuthorityFile));
    }

    private sealed record Material(Texts Texts, X509Certificate2 Own, SslStreamCertificateContext Context, X509Certificate2Collection Authority)
    {
        public static Material From(Texts texts)
        {
            var own = X509Certificate2.CreateFromPem(texts.Certificate, texts.Key);
            var (chain, authority) = (new X509Certificate2Collection(), new X509Certificate2Collection());
            chain.ImportFromPem(texts.Certificate);
            authority.ImportFromPem(texts.Authority);
            return authority.Count == 0
                ? throw new CryptographicException("there is no authority")
                : new Material(texts, own, SslStreamCertificateContext.Create(own, chain, offline: true), authority);
        }

        /// <summary>Nothing is asked of the network: links come up when nothing else does. A certificate is withdrawn by its short life, or its authority.</summary>
        public X509ChainPolicy Policy(string use)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            policy.CustomTrustStore.AddRange(Authority);
            policy.ApplicationPolicy.Add(new Oid(use));
            return policy;
        }
    }
}
