using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Api.Access;
using CallCenter.Api.Access.Users;
using CallCenter.Api.Audit;
using CallCenter.Api.Safety;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Api.Tests.Access;

/// <summary>Users sign in with work number and password.</summary>
public sealed class SessionTests
{
    private const string Password = "tR7-kx92-vv";
    private const string Other = "9k2-another-one";

    private static async Task<Center> Open(Func<ApiOptions, ApiOptions>? options = null)
    {
        var center = await Center.Start(options ?? (standard => standard));
        var demo = Told.Today("demo");
        await center.Tell(ActorId.Configuration("demo"), demo.Configured());
        await center.Tell(demo.Sales, demo.QueueConfigured());
        await center.Tell(demo.Agent("1001"), demo.Ready("1001"));
        return center;
    }

    internal static async Task<HttpResponseMessage> Put(Center center, string id, object user, HttpClient? client = null, string query = "?tenant=demo") =>
        await (client ?? center.Http).PutAsJsonAsync(new Uri($"/api/v1/users/{id}{(client is null ? query : "")}", UriKind.Relative), user);

    internal static async Task<HttpResponseMessage> SignIn(Center center, string user, string password, string? tenant = null)
    {
        using var open = center.Client(null);
        return await open.PostAsJsonAsync(new Uri("/api/v1/session", UriKind.Relative), tenant is null ? new { user, password } : (object)new { tenant, user, password });
    }

    private static async Task<string> Code(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return $"{(int)response.StatusCode} {(text.Length > 0 && JsonDocument.Parse(text).RootElement.TryGetProperty("type", out var type) ? type.GetString()!.Replace("urn:callcenter:", "", StringComparison.Ordinal) : "")}".Trim();
    }

    private static async Task<JsonElement> Json(HttpResponseMessage response, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>A user who has chosen a password, and a client in its session.</summary>
    internal static async Task<HttpClient> Session(Center center, string id, object user, string password = Password)
    {
        var made = (await Json(await Put(center, id, user), HttpStatusCode.Created)).GetProperty("password").GetString()!;
        var first = (await Json(await SignIn(center, id, made, "demo"))).GetProperty("token").GetString();
        using var changing = center.Client(first);
        return center.Client((await Json(await changing.PutAsJsonAsync(new Uri("/api/v1/me/password", UriKind.Relative), new { current = made, @new = password }))).GetProperty("token").GetString());
    }

    [Fact]
    public async Task A_new_user_signs_in_chooses_a_password_and_works_with_it()
    {
        await using var center = await Open();
        var user = await Json(await Put(center, "1001", new { name = "韩梅梅", role = "agent" }), HttpStatusCode.Created);
        var session = await Json(await SignIn(center, "1001", user.GetProperty("password").GetString()!));
        Assert.True(session.GetProperty("mustChangePassword").GetBoolean());

        using var first = center.Client(session.GetProperty("token").GetString());
        Assert.Equal("403 password-change-needed", await Code(await first.GetAsync(new Uri("/api/v1/queues", UriKind.Relative))));
        var changed = await Json(await first.PutAsJsonAsync(new Uri("/api/v1/me/password", UriKind.Relative), new { current = user.GetProperty("password").GetString(), @new = Password }));
        Assert.Equal("401 token-invalid", await Code(await first.GetAsync(new Uri("/api/v1/me", UriKind.Relative))));

        using var desk = center.Client(changed.GetProperty("token").GetString());
        var me = await center.Get("/api/v1/me", client: desk);
        Assert.Equal(("agent", "1001", "1001", "韩梅梅", false), (me.GetProperty("role").GetString(), me.GetProperty("agent").GetString(), me.GetProperty("user").GetString(), me.GetProperty("name").GetString(), me.GetProperty("mustChangePassword").GetBoolean()));
        await center.Get("/api/v1/queues/sales", client: desk);
        Assert.Equal("403 scope-not-granted", await Code(await desk.GetAsync(new Uri("/api/v1/config", UriKind.Relative))));
        Assert.Equal(HttpStatusCode.OK, (await SignIn(center, "1001", Password)).StatusCode);
    }

    [Fact]
    public async Task Whoever_has_to_choose_a_password_reaches_nothing_else()
    {
        await using var center = await Open();
        var user = await Json(await Put(center, "9001", new { name = "boss", role = "administrator" }), HttpStatusCode.Created);
        using var first = center.Client((await Json(await SignIn(center, "9001", user.GetProperty("password").GetString()!))).GetProperty("token").GetString());
        var platform = center.Services.GetRequiredService<TokenStore>().Begin(new User("", "admin") { Role = UserRole.Administrator, Password = "" }.Session(DateTimeOffset.UtcNow, SignIns.SessionTime), DateTimeOffset.UtcNow);
        using var ofPlatform = center.Client(platform);

        foreach (var client in new[] { first, ofPlatform })
        {
            var reached = new List<string>();
            foreach (var route in center.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null))
            {
                foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
                {
                    var path = route.RoutePattern.RawText!.Replace("{id}", "sales", StringComparison.Ordinal).Replace("{key}", "k", StringComparison.Ordinal).TrimEnd('/');
                    if (path != "/api/v1/session")
                    {
                        using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)), HttpCompletionOption.ResponseHeadersRead);
                        if (response.StatusCode != HttpStatusCode.Forbidden)
                        {
                            reached.Add($"{method} {path}");
                        }
                    }
                }
            }

            Assert.Equal(["GET /api/v1/me", "PUT /api/v1/me/password"], reached.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Who_is_not_there_is_answered_as_one_whose_password_is_wrong_and_one_who_may_not_too()
    {
        await using var center = await Open();
        await Put(center, "1001", new { name = "a", role = "agent", password = Password });
        await Put(center, "1002", new { name = "b", role = "agent", password = Password, disabled = true });
        var answers = new List<string>();
        foreach (var (user, password) in new[] { ("1001", Other), ("nobody", Password), ("1002", Password) })
        {
            using var response = await SignIn(center, user, password);
            answers.Add($"{(int)response.StatusCode} {response.Headers.Count()} {await response.Content.ReadAsStringAsync()}");
        }

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        Assert.StartsWith("401 ", answers[0], StringComparison.Ordinal);
        Assert.Equal("401 sign-in-failed", await Code(await SignIn(center, "1001", Password, "other")));
    }

    [Fact]
    public async Task Guessing_ends_after_a_few_tries_also_for_names_that_nobody_has_and_the_right_one_does_not_help()
    {
        await using var center = await Open(options => options with { Passwords = new Allowance(3, 0.001) });
        await Put(center, "1001", new { name = "a", role = "agent", password = Password });

        foreach (var user in new[] { "1001", "nobody" })
        {
            for (var guess = 0; guess < 3; guess++)
            {
                Assert.Equal("401 sign-in-failed", await Code(await SignIn(center, user, $"{Other}{guess}")));
            }

            using var refused = await SignIn(center, user, Password);
            Assert.Equal("429 too-many-failures", await Code(refused));
            Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task Guesses_of_one_address_over_many_names_and_of_one_name_from_everywhere_end_too()
    {
        await using var center = await Open(options => options with { Failures = new Allowance(2, 0.001) });
        Assert.Equal("401 sign-in-failed", await Code(await SignIn(center, "a1", Other)));
        Assert.Equal("401 sign-in-failed", await Code(await SignIn(center, "a2", Other)));
        Assert.Equal("429 too-many-failures", await Code(await SignIn(center, "a3", Other)));

        await using var second = await Open(options => options with { PasswordsOfUser = new Allowance(2, 0.001) });
        var signIns = second.Services.GetRequiredService<SignIns>();
        var statuses = new List<int>();
        foreach (var address in new[] { "10.0.0.1", "10.0.0.2", "10.0.0.3" })
        {
            statuses.Add((await signIns.Begin("demo", "1001", Other, address)).Problem!.Status);
        }

        Assert.Equal([401, 401, 429], statuses);
    }

    [Fact]
    public async Task Signing_in_rightly_uses_nothing_up()
    {
        await using var center = await Open(options => options with { Passwords = new Allowance(2, 0.001), Failures = new Allowance(2, 0.001) });
        await Put(center, "1001", new { name = "a", role = "agent", password = Password });

        for (var time = 0; time < 4; time++)
        {
            Assert.Equal(HttpStatusCode.OK, (await SignIn(center, "1001", Password)).StatusCode);
        }
    }

    [Fact]
    public async Task A_session_ends_by_signing_out_by_a_change_of_its_user_and_by_a_new_password()
    {
        await using var center = await Open();
        using var one = await Session(center, "1001", new { name = "a", role = "agent" });
        using var two = center.Client((await Json(await SignIn(center, "1001", Password))).GetProperty("token").GetString());

        using var ended = await one.DeleteAsync(new Uri("/api/v1/session", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        await center.Get("/api/v1/me", HttpStatusCode.Unauthorized, one);
        await center.Get("/api/v1/me", client: two);

        await Put(center, "1001", new { name = "a", role = "agent", disabled = true });
        await center.Get("/api/v1/me", HttpStatusCode.Unauthorized, two);
        Assert.Equal("401 sign-in-failed", await Code(await SignIn(center, "1001", Password)));

        await Put(center, "1001", new { name = "a", role = "agent" });
        using var three = center.Client((await Json(await SignIn(center, "1001", Password))).GetProperty("token").GetString());
        using var four = center.Client((await Json(await SignIn(center, "1001", Password))).GetProperty("token").GetString());
        Assert.Equal("401 sign-in-failed", await Code(await three.PutAsJsonAsync(new Uri("/api/v1/me/password", UriKind.Relative), new { current = Other, @new = "something new" })));
        Assert.Equal("400 body-invalid", await Code(await three.PutAsJsonAsync(new Uri("/api/v1/me/password", UriKind.Relative), new { current = Password, @new = "1234567890" })));
        Assert.Equal("400 body-invalid", await Code(await three.PutAsJsonAsync(new Uri("/api/v1/me/password", UriKind.Relative), new { current = Password, @new = Password })));
        await center.Get("/api/v1/me", client: three);
        await Json(await three.PutAsJsonAsync(new Uri("/api/v1/me/password", UriKind.Relative), new { current = Password, @new = Other }));
        await center.Get("/api/v1/me", HttpStatusCode.Unauthorized, three);
        await center.Get("/api/v1/me", HttpStatusCode.Unauthorized, four);
        Assert.Equal("401 sign-in-failed", await Code(await SignIn(center, "1001", Password)));
        Assert.Equal("403 not-a-session", await Code(await center.Http.DeleteAsync(new Uri("/api/v1/session", UriKind.Relative))));
    }

    [Fact]
    public async Task A_sign_in_is_in_the_audit_and_what_a_session_does_is_told_under_its_user()
    {
        await using var center = await Open();
        using var floor = await Session(center, "2001", new { name = "李雷", role = "floor-supervisor" });
        using var _ = await floor.PutAsJsonAsync(new Uri("/api/v1/agents/1001/state", UriKind.Relative), new { state = "ready" });

        var rows = center.Services.GetRequiredService<IAuditRows>().Read("demo", 0, 100).Select(row => row.Record).ToList();
        Assert.Contains(rows, record => record is { Act: "signIn", By: "user:2001", Role: "floor-supervisor", Status: 200 });
        Assert.Contains(rows, record => record is { Act: "changeAgentState", By: "user:2001", Name: "李雷", Role: "supervisor" });
    }

    [Fact]
    public async Task Nobody_makes_a_user_who_may_more_than_itself()
    {
        await using var center = await Open();
        await Put(center, "9001", new { name = "boss", role = "administrator", password = Password });
        using var clerk = center.Client(await center.TokenFor("demo", "administrator", scopes: ["users"]));
        using var masked = center.Client(await center.TokenFor("demo", "administrator", numbers: "masked"));
        using var supervisor = center.Client(await center.TokenFor("demo", "supervisor"));

        Assert.Equal("403 role-not-granted", await Code(await Put(center, "9002", new { name = "x", role = "administrator" }, clerk)));
        Assert.Equal("403 role-not-granted", await Code(await Put(center, "9002", new { name = "x", role = "agent" }, clerk)));
        Assert.Equal("403 role-not-granted", await Code(await Put(center, "9001", new { name = "x", role = "auditor", password = Other }, masked)));
        Assert.Equal("403 role-not-granted", await Code(await masked.DeleteAsync(new Uri("/api/v1/users/9001", UriKind.Relative))));
        Assert.Equal("403 role-not-granted", await Code(await Put(center, "9002", new { name = "x", role = "agent" }, supervisor)));
        Assert.Equal("201", (await Code(await Put(center, "9002", new { name = "x", role = "report-analyst" }, masked)))[..3]);
        Assert.Equal("201", (await Code(await Put(center, "9003", new { name = "x", role = "administrator", numbers = "masked" }, masked)))[..3]);
    }

    [Theory]
    [InlineData("""{"name":"x","role":"team-leader"}""", "/teams")]
    [InlineData("""{"name":"x","role":"administrator","teams":["inbound"]}""", "/teams")]
    [InlineData("""{"name":"x","role":"team-leader","teams":[]}""", "/teams")]
    [InlineData("""{"name":"x","role":"manager","agent":"1001"}""", "/agent")]
    [InlineData("""{"name":"x","role":"report-analyst","numbers":"full"}""", "/numbers")]
    [InlineData("""{"name":"x","role":"agent","password":"short"}""", "/password")]
    [InlineData("""{"name":"","role":"agent"}""", "/name")]
    [InlineData("""{"name":"x","role":"king"}""", "/role")]
    public async Task A_user_that_does_not_fit_its_role_is_not_made(string body, string where)
    {
        await using var center = await Open();

        using var response = await center.Http.PutAsync(new Uri("/api/v1/users/2001", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal((HttpStatusCode.BadRequest, where), (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("where").GetString()));
        await center.Get("/api/v1/users/2001", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Users_are_listed_without_passwords_and_changed_by_the_revision_that_was_read()
    {
        await using var center = await Open();
        await Put(center, "1002", new { name = "b", role = "agent" });
        await Put(center, "1001", new { name = "a", role = "trainer", teams = new[] { "vip", "inbound", "vip" } });

        var list = await center.Get("/api/v1/users?limit=1");
        Assert.Equal("1001", list.GetProperty("next").GetString());
        Assert.Equal(["1002"], (await center.Get("/api/v1/users?cursor=1001")).GetProperty("items").EnumerateArray().Select(user => user.GetProperty("id").GetString()!));
        var user = list.GetProperty("items")[0];
        Assert.False(user.TryGetProperty("password", out _));
        Assert.Equal("""["inbound","vip"]""", user.GetProperty("teams").GetRawText());

        foreach (var (tag, expected) in new[] { ("\"1\"", HttpStatusCode.OK), ("\"1\"", HttpStatusCode.PreconditionFailed) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, new Uri("/api/v1/users/1001", UriKind.Relative)) { Content = JsonContent.Create(new { name = "c", role = "agent" }) };
            request.Headers.TryAddWithoutValidation("If-Match", tag);
            using var response = await center.Http.SendAsync(request);
            Assert.Equal(expected, response.StatusCode);
        }

        using var deleted = await center.Http.DeleteAsync(new Uri("/api/v1/users/1001", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await center.Get("/api/v1/users/1001", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_administrator_of_the_platform_is_made_once_with_the_admin_token()
    {
        using var folder = new Configuration.Folder();
        string? made;
        using (var rows = new SqliteUserRows(Path.Combine(folder.Path, "access.db")))
        using (var tokens = TokenStore.Open(folder.Path, null))
        {
            made = FirstAdministrator.Make(rows, tokens, DateTimeOffset.UtcNow);
            Assert.True(Passwords.IsOf(made!, rows.Find("", "admin")!.Password));
            Assert.True(rows.Find("", "admin")!.MustChangePassword);
        }

        using (var rows = new SqliteUserRows(Path.Combine(folder.Path, "access.db")))
        using (var again = TokenStore.Open(folder.Path, null))
        {
            Assert.Null(FirstAdministrator.Make(rows, again, DateTimeOffset.UtcNow));
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await using var center = await Open();
        center.Services.GetRequiredService<IUserRows>().Add(new User("", "admin") { Role = UserRole.Administrator, MustChangePassword = false, Password = Passwords.Hash(Password) });
        using var client = center.Client((await Json(await SignIn(center, "admin", Password))).GetProperty("token").GetString());
        await center.Get("/api/v1/cluster", client: client);
        await center.Get("/api/v1/tokens", client: client);
    }
}
