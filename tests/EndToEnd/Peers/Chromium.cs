using Microsoft.Playwright;

namespace CallCenter.EndToEnd.Peers;

/// <summary>A browser of our own, without anything that it would do by itself.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Quiet =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly IPlaywright playwright;

    private Chromium(IPlaywright playwright, IBrowser browser) => (this.playwright, Browser) = (playwright, browser);

    public IBrowser Browser { get; }

    /// <summary>What broke in the pages of <see cref="SignedIn"/>.</summary>
    public List<string> Faults { get; } = [];

    public static async Task<Chromium> Start(params string[] more)
    {
        var playwright = await Playwright.CreateAsync();
        return new Chromium(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = [.. Quiet, .. more] }));
    }

    /// <summary>A page of the center, signed in with its token.</summary>
    public async Task<IPage> SignedIn(Center center, string address = "")
    {
        var page = await Browser.NewPageAsync(new() { ViewportSize = new() { Width = 1400, Height = 900 } });
        page.PageError += (_, fault) => Faults.Add(fault);
        await page.GotoAsync($"http://{center.Http}/{address}");
        await page.GetByLabel("Access token").FillAsync(Center.Token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright.Dispose();
    }
}
