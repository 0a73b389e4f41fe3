using Microsoft.Playwright;

namespace CallCenter.EndToEnd.Peers;

/// <summary>A phone in Chromium, of one of the two common libraries (JsSIP, SIP.js): a page that registers over WebSocket and says what happens to it.</summary>
public sealed class BrowserPhone : IAsyncDisposable
{
    /// <summary>
    /// Nothing listens there: what the page is, the browser is told by us. An address of loopback makes it a secure context; but as it came from no address at
    /// all, the browser would not let it speak to one of this machine.
    /// </summary>
    private const string Page = "http://127.0.0.1/phone";

    private const float PatienceMs = 60_000;

    private readonly Chromium browser;
    private readonly List<string> faults = [];
    private IPage page = null!;

    private BrowserPhone(Chromium browser) => this.browser = browser;

    public static async Task<BrowserPhone> Start(string library, Uri server, string user, string password, string domain = "demo", string? instance = null)
    {
        var phone = new BrowserPhone(await Chromium.Start("--disable-features=LocalNetworkAccessChecks"));
        await phone.Open(library, new { server = server.ToString(), user, password, domain, instance });
        return phone;
    }

    /// <summary>Waits until this has happened so often: registered, called back by this connection (RFC 5626), unregistered, rings, declined, cancelled.</summary>
    public async Task Saw(string what, int times = 1)
    {
        try
        {
            await page.WaitForFunctionAsync("([what, times]) => window.phones.seen.filter(one => one === what).length >= times", new object[] { what, times }, new() { Timeout = PatienceMs });
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"'{what}' was not seen {times} times: {string.Join(", ", await page.EvaluateAsync<string[]>("window.phones.seen"))} {string.Join('\n', faults)}", late);
        }
    }

    public Task Decline() => page.EvaluateAsync("() => { window.phones.decline(); }");

    public Task Leave() => page.EvaluateAsync("() => { window.phones.leave(); }");

    /// <summary>The browser goes without a word to the server.</summary>
    public ValueTask DisposeAsync() => browser.DisposeAsync();

    private async Task Open(string library, object options)
    {
        page = await browser.Browser.NewPageAsync();
        page.PageError += (_, fault) => faults.Add(fault);
        await page.RouteAsync(Page, route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<!doctype html><title>phone</title>" }));
        await page.GotoAsync(Page);
        await page.AddScriptTagAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "Browser", "phones.js") });
        await page.EvaluateAsync("([library, options]) => window.phones.start(library, options)", new object[] { library, options });
    }
}
