using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CallCenter.Telephony.Tests.Transports;

/// <summary>A certificate that signs itself, in files as an operator has them.</summary>
internal sealed class TestCertificate : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("certificate-").FullName;

    public TestCertificate(string name) => Renew(name);

    public string File => Path.Combine(folder, "edge.pem");

    public string Key => Path.Combine(folder, "edge.key");

    public string Subject { get; private set; } = "";

    /// <summary>Another key and name in the same files, written later by the clock of files.</summary>
    public void Renew(string name)
    {
        var before = System.IO.File.Exists(File) ? System.IO.File.GetLastWriteTimeUtc(File) : DateTime.MinValue.ToUniversalTime();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        System.IO.File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
        System.IO.File.WriteAllText(File, certificate.ExportCertificatePem());
        System.IO.File.SetLastWriteTimeUtc(File, before > DateTime.UnixEpoch ? before.AddSeconds(1) : DateTime.UtcNow);
        Subject = certificate.Subject;
    }

    public X509ChainPolicy Trusted()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(File);
        return policy;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
