using CallCenter.Api.Access;

namespace CallCenter.Api.Tests.Access;

/// <summary>What every place for tokens keeps to.</summary>
public abstract class TokenStoreContract
{
    protected static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The same store each time, as after a restart.</summary>
    internal abstract TokenStore Open(string? adminToken = null);

    [Fact]
    public void A_token_survives_a_restart_and_its_text_is_not_kept()
    {
        string text;
        using (var store = Open("admin"))
        {
            text = store.Make("wallboard", ["demo", "acme"], Now, null).Text!;
        }

        using var again = Open("admin");
        var found = again.Find(text)!;
        Assert.Equal(("wallboard", false, Now), (found.Name, found.IsAdmin, found.Created));
        Assert.Equal(["demo", "acme"], found.Tenants);
        Assert.Null(again.Find(text + "x"));
    }

    [Fact]
    public void A_token_keeps_its_role_and_its_agent_and_one_without_is_an_administrators()
    {
        string desk, other;
        using (var store = Open("admin"))
        {
            desk = store.Make("desk", ["demo"], Now, null, TokenRole.Agent, "1001").Text!;
            other = store.Make("script", ["demo"], Now, null).Text!;
        }

        using var again = Open("admin");
        Assert.Equal((TokenRole.Agent, "1001", true, false), (again.Find(desk)!.Role, again.Find(desk)!.Agent, again.Find(desk)!.MayActFor("1001"), again.Find(desk)!.MayActFor("1002")));
        Assert.Equal((TokenRole.Administrator, null, true), (again.Find(other)!.Role, again.Find(other)!.Agent, again.Find(other)!.MayActFor("1002")));
    }

    [Fact]
    public void The_same_request_makes_one_token()
    {
        using var store = Open("admin");
        var first = store.Make("wallboard", ["demo"], Now, "key");
        var second = store.Make("wallboard", ["demo"], Now, "key");

        Assert.NotNull(first.Text);
        Assert.Equal((first.Token.Id, null), (second.Token.Id, second.Text));
        Assert.Single(store.All);
    }

    [Fact]
    public void A_deleted_token_is_nobodys()
    {
        using var store = Open("admin");
        var (token, text) = store.Make("wallboard", ["demo"], Now, null);
        store.Delete(token.Id);
        store.Delete(token.Id);

        Assert.Null(store.Find(text!));
        using var again = Open("admin");
        Assert.Null(again.Find(text!));
    }

    [Fact]
    public void The_admin_token_is_made_once()
    {
        using var first = Open();
        using var second = Open();

        Assert.True(first.Find(first.MadeAdminToken!)!.IsAdmin);
        Assert.Null(second.MadeAdminToken);
        Assert.True(second.Find(first.MadeAdminToken!)!.IsAdmin);
    }

    private static Token Session(string tenant, string user, DateTimeOffset at) => new("", user, tenant.Length == 0, tenant.Length == 0 ? [] : [tenant], at)
    {
        User = user,
        Role = TokenRole.Supervisor,
        Teams = ["inbound"],
        Scopes = [],
        Expires = at.AddHours(12),
    };

    [Fact]
    public void A_session_survives_a_restart_and_is_no_token_that_is_listed()
    {
        string text, platform;
        using (var store = Open("admin"))
        {
            text = store.Begin(Session("demo", "2001", Now), Now)!;
            platform = store.Begin(Session("", "admin", Now), Now)!;
        }

        using var again = Open("admin");
        var found = again.Find(text)!;
        Assert.Equal(("2001", false, true), (found.User, found.IsAdmin, found.MustChangePassword));
        Assert.Equal(["inbound"], found.Teams!);
        Assert.Equal((true, 0), (again.Find(platform)!.IsAdmin, again.All.Count));
    }

    [Fact]
    public void Sessions_of_a_user_end_together_and_no_others()
    {
        using var store = Open("admin");
        var texts = new[] { ("demo", "2001"), ("demo", "2002"), ("other", "2001"), ("", "2001"), ("demo", "2001") }.Select(user => store.Begin(Session(user.Item1, user.Item2, Now), Now)!).ToList();

        store.EndSessions("demo", "2001");
        using var again = Open("admin");

        Assert.Equal([false, true, true, true, false], texts.Select(text => store.Find(text) is not null));
        Assert.Equal([false, true, true, true, false], texts.Select(text => again.Find(text) is not null));
    }

    [Fact]
    public void A_user_has_a_few_sessions_and_those_that_ended_by_themselves_are_not_kept()
    {
        using var store = Open("admin");
        var texts = Enumerable.Range(0, TokenStore.SessionsOfUserMax + 2).Select(number => store.Begin(Session("demo", "2001", Now.AddSeconds(number)), Now.AddSeconds(number))!).ToList();
        Assert.Equal(texts.Skip(2), texts.Where(text => store.Find(text) is not null));

        var later = store.Begin(Session("demo", "2002", Now.AddDays(1)), Now.AddDays(1))!;
        using var again = Open("admin");
        Assert.All(texts, text => Assert.Null(again.Find(text)));
        Assert.NotNull(again.Find(later));
    }

    [Fact]
    public void The_environment_says_another_admin_token()
    {
        using var store = Open("given");

        Assert.Null(store.MadeAdminToken);
        Assert.True(store.Find("given")!.IsAdmin);
    }
}
