using CallCenter.EndToEnd.Peers;
using Microsoft.Playwright;

namespace CallCenter.EndToEnd;

/// <summary>The reports in a real browser: a call that real phones had is in the table, and the figure leads to its story.</summary>
[Collection("heavy")]
public sealed class Reported
{
    [Fact]
    public async Task A_call_is_in_the_report_and_its_figure_leads_to_its_story()
    {
        await using var center = await Center.Start("127.80.1.1", new Setup().Queue("sales", "4000").Agent("1001", "sales", contact: "sip:a1@127.80.1.2:7000").ToString());
        await using var agent = Sipp.Phones("agents_answer", "127.80.1.2:7000", 4000, "-m", "1");
        await using var caller = Sipp.Call(center, "caller_hangs_up", "4000", "127.80.1.3:5080", calls: 1, stayMs: 2_000);
        Assert.Equal(0, await caller.Ended());

        await using var browser = await Chromium.Start();
        var page = await browser.SignedIn(center, "#reports");

        var row = page.Locator("tr[data-subject=sales]");
        await Assertions.Expect(row).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("figure.chart svg")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("p.note").First).ToContainTextAsync("complete up to");
        await row.Locator("td button.link").First.ClickAsync();
        await Assertions.Expect(page.Locator("dialog.facts tbody tr")).ToHaveCountAsync(1);
        await page.Locator("dialog.facts tbody button.link").ClickAsync();
        await Assertions.Expect(page.Locator("dialog.story:not(.facts) li").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("l");
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("报表");
        Assert.Empty(browser.Faults);
    }
}
