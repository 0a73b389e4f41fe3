using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Links.Tcp;
using Microsoft.Extensions.Logging.Abstractions;
using static CallCenter.Cluster.Tests.Links.LinkHeard;

namespace CallCenter.Cluster.Tests.Links;

/// <summary>Who may link: only who has a certificate of the cluster's authority that names the cluster or itself.</summary>
public sealed class LinkTlsTests : IDisposable
{
    private readonly Authority ours = new("ours");
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("links-");

    [Theory]
    [InlineData("a", "b")]
    [InlineData("house", "house")]
    public async Task Members_with_certificates_of_the_authority_are_linked(string first, string second)
    {
        await using var lower = LinkedProcess.Start("a", 1, Options(ours, first));
        await using var higher = LinkedProcess.Start("b", 2, Options(ours, second));
        Reach(lower, higher);

        await lower.Heard.Until<Up>();
        await higher.Heard.Until<Up>();
        Assert.True(lower.Links.TrySend("b", new Frame.Probe(1)));
        Assert.True(higher.Links.TrySend("a", new Frame.Probe(2)));
        Assert.Equal(new Frame.Probe(1), (await higher.Heard.Until<Got>()).Frame);
        Assert.Equal(new Frame.Probe(2), (await lower.Heard.Until<Got>()).Frame);
    }

    [Theory]
    [InlineData("of another authority")]
    [InlineData("of another name")]
    [InlineData("expired")]
    [InlineData("none")]
    public async Task Nobody_else_is_let_in_whoever_calls(string certificate)
    {
        foreach (var (good, bad) in new[] { ("a", "b"), ("b", "a") })
        {
            using var another = new Authority("another");
            await using var member = LinkedProcess.Start(good, 1, Options(ours, good));
            await using var stranger = LinkedProcess.Start(bad, 2, certificate switch
            {
                "of another authority" => Options(another, bad, trusted: ours),
                "of another name" => Options(ours, "somebody"),
                "expired" => Options(ours, bad, isExpired: true),
                _ => LinkedProcess.Options,
            });
            Reach(member, stranger);

            Assert.Equal(LinkEnd.Closed, (await (good == "a" ? member : stranger).Heard.Until<Down>()).End);
            Assert.False(member.Links.TrySend(bad, new Frame.Probe(1)));
        }
    }

    [Fact]
    public async Task A_new_certificate_is_used_without_a_restart()
    {
        using var next = new Authority("next");
        var options = Options(ours, "b");
        await using var higher = LinkedProcess.Start("b", 2, options);
        await using var lower = LinkedProcess.Start("a", 1, Options(next, "a"));
        Reach(lower, higher);
        Assert.Equal(LinkEnd.Closed, (await lower.Heard.Until<Down>()).End);

        Write(next.Issue("b"), next, options.Certificates!);

        await lower.Heard.Until<Up>();
        await higher.Heard.Until<Up>();
    }

    [Fact]
    public async Task Files_that_became_unusable_leave_the_certificate_of_before()
    {
        var options = Options(ours, "b");
        await using var higher = LinkedProcess.Start("b", 2, options);
        await using var lower = LinkedProcess.Start("a", 1, Options(ours, "a"));
        await File.WriteAllTextAsync(options.Certificates!.KeyFile, "not a key", TestContext.Current.CancellationToken);

        Reach(lower, higher);

        await lower.Heard.Until<Up>();
    }

    [Fact]
    public void Certificates_that_cannot_be_used_are_said_at_start()
    {
        var options = LinkedProcess.Options with { Certificates = new LinkCertificates("nowhere.pem", "nowhere.key", "nowhere.ca") };

        Assert.Throws<InvalidOperationException>(() => TcpLinks.Listen(options, ProductMessages.Instance, TimeProvider.System, NullLogger.Instance));
    }

    public void Dispose()
    {
        ours.Dispose();
        folder.Delete(recursive: true);
    }

    private static void Reach(LinkedProcess one, LinkedProcess other)
    {
        one.Links.Reach([other.Me]);
        other.Links.Reach([one.Me]);
    }

    private LinkOptions Options(Authority issuer, string name, Authority? trusted = null, bool isExpired = false)
    {
        var place = folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;
        var files = new LinkCertificates(Path.Combine(place, "certificate.pem"), Path.Combine(place, "key.pem"), Path.Combine(place, "authority.pem"));
        Write(issuer.Issue(name, isExpired), trusted ?? issuer, files);
        return new LinkOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0), Certificates = files };
    }

    private static void Write((string Certificate, string Key) issued, Authority trusted, LinkCertificates files)
    {
        File.WriteAllText(files.CertificateFile, issued.Certificate);
        File.WriteAllText(files.KeyFile, issued.Key);
        File.WriteAllText(files.AuthorityFile, trusted.Pem);
    }

    private sealed class Authority : IDisposable
    {
        private readonly X509Certificate2 root;

        public Authority(string name)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
            root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(10));
        }

        public string Pem => root.ExportCertificatePem();

        public (string Certificate, string Key) Issue(string name, bool isExpired = false)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=process", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
            var until = isExpired ? DateTimeOffset.UtcNow.AddDays(-1) : DateTimeOffset.UtcNow.AddDays(1);
            using var certificate = request.Create(root, DateTimeOffset.UtcNow.AddDays(-5), until, RandomNumberGenerator.GetBytes(8));
            return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        }

        public void Dispose() => root.Dispose();
    }
}
