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

    /// <summary>How near the loudest frequency has to be.</summary>
    private const int Near = 15;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("browser-");
    private readonly List<string> faults = [];
    private Chromium browser = null!;
    private IPage page = null!;

    private BrowserPhone()
    {
    }

    /// <param name="library">JsSIP or SIP.js.</param>
    /// <param name="server">Where it opens its WebSocket.</param>
    /// <param name="user">Its name.</param>
    /// <param name="password">Its password.</param>
    /// <param name="domain">The domain of its address-of-record.</param>
    /// <param name="instance">Its +sip.instance; null: the library's own.</param>
    /// <param name="toneHz">What its microphone hears.</param>
    public static async Task<BrowserPhone> Start(string library, Uri server, string user, string password, string domain = "demo", string? instance = null, int toneHz = 1500)
    {
        var phone = new BrowserPhone();
        var microphone = Path.Combine(phone.folder.FullName, "microphone.wav");
        Tone.Write(microphone, toneHz, TimeSpan.FromSeconds(10));
        phone.browser = await Chromium.Start(
            "--disable-features=LocalNetworkAccessChecks", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", $"--use-file-for-fake-audio-capture={microphone}",
            "--autoplay-policy=no-user-gesture-required", "--allow-loopback-in-peer-connection");
        await phone.Open(library, new { server = server.ToString(), user, password, domain, instance });
        return phone;
    }

    /// <summary>Waits until this has happened so often: registered, called back by this connection (RFC 5626), unregistered, rings, calls, talks, holds, resumes, ended, declined, cancelled.</summary>
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

    public Task Answer() => page.EvaluateAsync("() => { window.phones.answer(); }");

    public Task Hold() => page.EvaluateAsync("() => { window.phones.hold(); }");

    public Task Resume() => page.EvaluateAsync("() => { window.phones.resume(); }");

    public Task HangUp() => page.EvaluateAsync("() => { window.phones.hangUp(); }");

    public Task Call(string number) => page.EvaluateAsync("number => { window.phones.call(number); }", number);

    /// <summary>RTP packets that came and could be decrypted.</summary>
    public Task<int> Received() => page.EvaluateAsync<int>("() => window.phones.received()");

    /// <summary>What it plays is this tone now.</summary>
    public async Task Hears(int hertz)
    {
        try
        {
            await page.WaitForFunctionAsync("([hertz, near]) => Math.abs(window.phones.loudest() - hertz) < near", new object[] { hertz, Near }, new() { Timeout = PatienceMs });
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException(
                $"The browser hears {await page.EvaluateAsync<double>("window.phones.loudest()")} Hz, not {hertz}, after {await Received()} packets: {await page.EvaluateAsync<string>("window.phones.state()")} {string.Join('\n', faults)}", late);
        }
    }

    public Task Leave() => page.EvaluateAsync("() => { window.phones.leave(); }");

    /// <summary>The browser goes without a word to the server.</summary>
    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        folder.Delete(recursive: true);
    }

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
