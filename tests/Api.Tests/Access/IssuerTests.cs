using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Api.Access.Issuers;
using CallCenter.Api.Access.Users;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CallCenter.Api.Tests.Access;

/// <summary>Access tokens of a real OpenID Connect issuer; and what looks like one.</summary>
public sealed class IssuerTests
{
    private static readonly Told Demo = Told.Today("demo");

    private static Issuer Trusted(RealIssuer issuer) => new()
    {
        Url = issuer.Url + "/",
        Audience = "callcenter",
        Tenants = ["demo", "acme"],
        TenantClaim = "tenant",
        UserClaim = "employee",
        TeamsClaim = "teams",
        Roles = new OrderedDictionary<string, UserRole> { ["cc-admins"] = UserRole.Administrator, ["cc-leads"] = UserRole.TeamLeader, ["cc-floor"] = UserRole.FloorSupervisor, ["cc-agents"] = UserRole.Agent },
    };

    private static async Task<Center> Open(RealIssuer issuer)
    {
        var center = await Center.Start(options => options with { Issuers = [Trusted(issuer)], Failures = new(1_000, 100) });
        foreach (var told in new[] { Demo, Told.Today("acme"), Told.Today("other") })
        {
            await center.Tell(ActorId.Configuration(told.Sales.Tenant), told.Configured());
        }

        await center.Tell(Demo.Sales, Demo.QueueConfigured());
        await center.Tell(Demo.Agent("1001"), Demo.Ready("1001"));
        return center;
    }

    /// <summary>What <c>GET /me</c> says to it: status, and the row or the problem.</summary>
    private static async Task<(int Status, JsonElement Said)> Me(Center center, string token, string path = "/api/v1/me")
    {
        using var client = center.Client(token);
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    private static object Lead => new { sub = "s-1", employee = "2001", name = "李雷", tenant = "demo", roles = new[] { "staff", "cc-leads" }, teams = new[] { "inbound" } };

    [Fact]
    public async Task Claims_say_tenant_role_and_teams()
    {
        await using var issuer = await RealIssuer.Start();
        await using var center = await Open(issuer);

        var (status, me) = await Me(center, await issuer.Token(Lead));
        Assert.True(status == 200, me.GetRawText());
        Assert.Equal(("demo", "李雷", "supervisor", """["inbound"]""", """["agents","queues","calls","alarms"]"""),
            (me.GetProperty("tenant").GetString(), me.GetProperty("name").GetString(), me.GetProperty("role").GetString(), me.GetProperty("teams").GetRawText(), me.GetProperty("scopes").GetRawText()));
        Assert.Equal(403, (await Me(center, await issuer.Token(Lead), "/api/v1/users")).Status);

        var (_, desk) = await Me(center, await issuer.Token(new { sub = "s-2", employee = "1001", tenant = "demo", roles = "cc-agents", agent = "1001" }));
        Assert.Equal(("agent", "1001", "1001"), (desk.GetProperty("role").GetString(), desk.GetProperty("agent").GetString(), desk.GetProperty("name").GetString()));

        // Of several roles that of the file's first line; a role that may be without teams has the whole tenant.
        Assert.Equal("administrator", (await Me(center, await issuer.Token(new { sub = "s-3", employee = "9", tenant = "acme", roles = new[] { "cc-agents", "cc-admins" } }))).Said.GetProperty("role").GetString());
        Assert.Equal(JsonValueKind.Null, (await Me(center, await issuer.Token(new { sub = "s-4", employee = "9", tenant = "acme", roles = "cc-floor" }))).Said.GetProperty("teams").ValueKind);
    }

    [Fact]
    public async Task Claims_that_are_missing_or_say_what_the_issuer_may_not_grant_nothing()
    {
        await using var issuer = await RealIssuer.Start();
        await using var center = await Open(issuer);
        foreach (var claims in new object[]
        {
            new { sub = "s", tenant = "demo", roles = "cc-admins" },
            new { sub = "s", employee = "1", roles = "cc-admins" },
            new { sub = "s", employee = "1", tenant = "other", roles = "cc-admins" },
            new { sub = "s", employee = "1", tenant = new[] { "demo", "acme" }, roles = "cc-admins" },
            new { sub = "s", employee = "1", tenant = "demo", roles = "administrator" },
            new { sub = "s", employee = "1", tenant = "demo" },
            new { sub = "s", employee = "1", tenant = "demo", roles = "cc-leads" },
            new { sub = "s", employee = "1", tenant = "demo", roles = "cc-agents" },
            new { sub = "s", employee = "1", tenant = "demo", roles = "cc-agents", agent = "no id" },
        })
        {
            var (status, said) = await Me(center, await issuer.Token(claims));
            Assert.True(status == 401, $"{JsonSerializer.Serialize(claims)}: {status} {said}");
        }
    }

    [Fact]
    public async Task What_was_not_signed_by_the_issuer_for_this_audience_and_this_time_is_no_token()
    {
        await using var issuer = await RealIssuer.Start();
        await using var center = await Open(issuer);
        var good = await issuer.Token(Lead);
        Assert.Equal(200, (await Me(center, good)).Status);

        var (url, now) = ($"{issuer.Url}/", DateTime.UtcNow);
        string Forged(SigningCredentials? key, string iss, string aud, DateTime until) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = iss,
            Audience = aud,
            Expires = until,
            SigningCredentials = key,
            Claims = new Dictionary<string, object> { ["employee"] = "1", ["tenant"] = "demo", ["roles"] = "cc-admins" },
        });

        var real = new SigningCredentials(issuer.Key, SecurityAlgorithms.RsaSha256);
        Assert.Equal(200, (await Me(center, Forged(real, url, "callcenter", now.AddMinutes(5)))).Status);
        var publicKey = Encoding.UTF8.GetBytes(issuer.Key.Rsa.ExportSubjectPublicKeyInfoPem());
        var parts = good.Split('.');
        var tokens = new Dictionary<string, string>
        {
            ["another audience"] = await issuer.Token(Lead, "payroll"),
            ["another issuer"] = Forged(real, "https://id.example.com/", "callcenter", now.AddMinutes(5)),
            ["expired"] = Forged(real, url, "callcenter", now.AddMinutes(-2)),
            ["a key of nobody's"] = Forged(new SigningCredentials(RealIssuer.NewKey(), SecurityAlgorithms.RsaSha256), url, "callcenter", now.AddMinutes(5)),
            ["a key of nobody's under the issuer's name"] = Forged(new SigningCredentials(new RsaSecurityKey(RSA.Create(2048)) { KeyId = issuer.Key.KeyId }, SecurityAlgorithms.RsaSha256), url, "callcenter", now.AddMinutes(5)),
            ["alg none"] = Forged(null, url, "callcenter", now.AddMinutes(5)),
            ["the public key as a secret"] = Forged(new SigningCredentials(new SymmetricSecurityKey(publicKey) { KeyId = issuer.Key.KeyId }, SecurityAlgorithms.HmacSha256), url, "callcenter", now.AddMinutes(5)),
            ["alg none with the good one's body"] = $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""")}.{parts[1]}.",
            ["another body"] = $"{parts[0]}.{Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("cc-leads", "cc-admins", StringComparison.Ordinal))}.{parts[2]}",
            ["no signature"] = $"{parts[0]}.{parts[1]}.",
            ["nothing"] = "..",
            ["too long"] = good + new string('A', IssuerTokens.TextMax),
        };
        foreach (var (what, token) in tokens)
        {
            var (status, said) = await Me(center, token);
            Assert.True(status == 401 && said.GetProperty("type").GetString() == "urn:callcenter:token-invalid", $"{what}: {status} {said}");
        }

        Assert.Equal(200, (await Me(center, good)).Status);
    }

    [Fact]
    public async Task A_key_that_is_new_is_looked_up_and_one_that_is_gone_counts_no_more()
    {
        await using var issuer = await RealIssuer.Start();
        await using var center = await Open(issuer);
        var before = await issuer.Token(Lead);
        Assert.Equal(200, (await Me(center, before)).Status);

        await issuer.Rotate();
        var after = await issuer.Token(Lead);

        using var patience = new CancellationTokenSource(Center.Patience);
        while ((await Me(center, after)).Status != 200)
        {
            patience.Token.ThrowIfCancellationRequested();
        }

        Assert.Equal(401, (await Me(center, before)).Status);
    }

    [Fact]
    public async Task While_the_issuer_is_away_known_keys_go_on_and_without_any_nobody_can_say()
    {
        await using var issuer = await RealIssuer.Start();
        var token = await issuer.Token(Lead);
        await using var knows = await Open(issuer);
        Assert.Equal(200, (await Me(knows, token)).Status);
        await issuer.Stop();
        Assert.Equal(200, (await Me(knows, token)).Status);

        await using var never = await Open(issuer);
        var (status, said) = await Me(never, token);
        Assert.Equal((503, "urn:callcenter:issuer-away"), (status, said.GetProperty("type").GetString()));
        using var own = never.Client(await never.TokenFor("demo", "viewer"));
        await never.Get("/api/v1/me", client: own);
    }

    [Theory]
    [InlineData("""{"url":"http://id.example.com","audience":"a","tenants":["demo"],"roles":{"x":"agent"}}""", "https")]
    [InlineData("""{"url":"https://id.example.com","audience":"","tenants":["demo"],"roles":{"x":"agent"}}""", "audience")]
    [InlineData("""{"url":"https://id.example.com","audience":"a","tenants":[],"roles":{"x":"agent"}}""", "tenants")]
    [InlineData("""{"url":"https://id.example.com","audience":"a","tenants":["demo","acme"],"roles":{"x":"agent"}}""", "tenantClaim")]
    [InlineData("""{"url":"https://id.example.com","audience":"a","tenants":["demo"],"roles":{}}""", "roles")]
    [InlineData("""{"url":"https://id.example.com","audience":"a","tenants":["demo"],"roles":{"x":"team-leader"}}""", "teamsClaim")]
    [InlineData("""{"url":"https://id.example.com","audience":"a","tenants":["demo"],"roles":{"x":"king"}}""", "cannot be read")]
    [InlineData("""{"url":"https://id.example.com","audience":"a","tenants":["demo"],"roles":{"x":"agent"},"secret":"s"}""", "cannot be read")]
    public void A_file_of_issuers_that_cannot_be_meant_is_refused_with_its_fault(string issuer, string fault)
    {
        using var folder = new Configuration.Folder();
        var file = Path.Combine(folder.Path, "issuers.json");

        File.WriteAllText(file, $"[{issuer}]");
        Assert.Contains(fault, Assert.Throws<InvalidDataException>(() => Issuer.Read(file)).Message, StringComparison.Ordinal);

        File.WriteAllText(file, """[{"url":"https://id.example.com","audience":"a","tenants":["demo"],"roles":{"b":"auditor","a":"agent"}}]""");
        Assert.Equal(["b", "a"], Assert.Single(Issuer.Read(file)).Roles.Keys);
    }
}
