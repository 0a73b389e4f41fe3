using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CallCenter.Telephony.Transports;

/// <summary>
/// TLS 1.2 and 1.3 on both sides. As a server we show our certificate and ask for none: phones prove themselves by digest. As a client the server's name is
/// the host of its URI (RFC 5922 section 4), by an authority that is known.
/// </summary>
internal sealed class TlsSecurity(StreamFaces faces)
{
    private readonly Lock gate = new();
    private SslStreamCertificateContext? shown;
    private DateTime shownOf;

    /// <exception cref="AuthenticationException">They do not agree.</exception>
    public async Task<Stream> AsServer(Stream plain, CancellationToken stop)
    {
        var secure = new SslStream(plain, leaveInnerStreamOpen: false);
        try
        {
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = Shown() }, stop).ConfigureAwait(false);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <exception cref="AuthenticationException">They do not agree, or it is not that host.</exception>
    public async Task<Stream> AsClient(Stream plain, string host, CancellationToken stop)
    {
        var secure = new SslStream(plain, leaveInnerStreamOpen: false);
        try
        {
            await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = Trust() }, stop).ConfigureAwait(false);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <exception cref="InvalidDataException">The files cannot be read or do not belong together.</exception>
    public void Check() => _ = Shown();

    /// <summary>A certificate that is replaced is shown from the next connection on; files that are half written leave the one before.</summary>
    private SslStreamCertificateContext Shown()
    {
        lock (gate)
        {
            var (certificate, key) = faces.Certificate ?? throw new InvalidDataException("TLS needs a certificate and its key.");
            var written = File.GetLastWriteTimeUtc(certificate);
            if (shown is not null && written == shownOf)
            {
                return shown;
            }

            try
            {
                var own = X509Certificate2.CreateFromPemFile(certificate, key);
                var chain = new X509Certificate2Collection();
                chain.ImportFromPemFile(certificate);
                (shown, shownOf) = (SslStreamCertificateContext.Create(own, chain, offline: true), written);
            }
            catch (Exception unusable) when (unusable is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
            {
                return shown ?? throw new InvalidDataException($"{certificate} and {key} are no certificate with its key: {unusable.Message}", unusable);
            }

            return shown;
        }
    }

    private X509ChainPolicy? Trust()
    {
        if (faces.Authorities is not { } file)
        {
            return null;
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }
}
