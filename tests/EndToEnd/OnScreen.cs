using CallCenter.EndToEnd.Peers;
using Microsoft.Playwright;

namespace CallCenter.EndToEnd;

/// <summary>The wallboard in a real browser, fed by a real call.</summary>
[Collection("heavy")]
public sealed class OnScreen
{
    [Fact]
    public async Task The_wallboard_shows_a_waiting_caller_and_turns_to_chinese()
    {
        await using var center = await Center.Start("127.15.1.1", new Setup()
            .Queue("sales", "4000").Agent("1001", "sales", "not-ready", "sip:a@127.15.1.2:7000").ToString());
        await using var browser = await Chromium.Start();
        var page = await browser.SignedIn(center);
        await page.Locator("[data-queue=sales]").WaitForAsync();

        await using var caller = Sipp.Call(center, "caller_hangs_up", "4000", "127.15.1.3:5080", calls: 1, stayMs: 10_000);
        await Assertions.Expect(page.Locator("[data-queue=sales] .waiting")).ToHaveTextAsync("1", new() { Timeout = 20_000 });
        await Assertions.Expect(page.Locator(".calls tbody tr")).ToHaveCountAsync(1);
        await page.Locator(".calls td:first-child .link").ClickAsync();
        await Assertions.Expect(page.Locator("dialog.story li").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("[data-focus^='wait/']").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("dialog.wait .waits")).ToContainTextAsync("No agent of this queue has been ready yet");
        await Assertions.Expect(page.Locator("dialog.wait select option")).ToContainTextAsync(["1001"]);
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("l");
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("实时看板");

        Assert.Equal(0, await caller.Ended());
        await Assertions.Expect(page.Locator("[data-queue=sales] .waiting")).ToHaveTextAsync("0", new() { Timeout = 20_000 });
        Assert.Empty(browser.Faults);
    }
}
