using System.Text.RegularExpressions;

namespace OrleansEntry.Browser.Tests;

/// <summary>The development server's outbox, read as a person reads it: on its page.</summary>
internal static partial class Outbox
{
    /// <summary>The registration code that was mailed to an address.</summary>
    public static Task<string> CodeFor(IBrowserContext browser, string address) =>
        CodeFor(browser, address, "Your code: ");

    /// <summary>The code of the newest mail that says this.</summary>
    public static async Task<string> CodeFor(IBrowserContext browser, string address, string part) =>
        Code().Match(await MailTo(browser, address, part)).Groups[1].Value;

    /// <summary>The path and secret of the newest link to a page that was mailed to an address.</summary>
    public static async Task<string> LinkFor(IBrowserContext browser, string address, string path)
    {
        var mail = await MailTo(browser, address, path + "#");
        return path + "#" + Regex.Match(mail, Regex.Escape(path) + "#([A-Za-z0-9_-]+)").Groups[1].Value;
    }

    /// <summary>The newest mail to an address that holds this.</summary>
    public static Task<string> MailTo(IBrowserContext browser, string address, string part) => MailTo(browser, address, part, () => { });

    /// <summary>Lets an hour pass at each look, until there is a mail to an address that holds this.</summary>
    public static Task<string> HoursUntil(IBrowserContext browser, ServerClock clock, string address, string part) =>
        MailTo(browser, address, part, () => clock.ForwardTo(clock.GetUtcNow().AddHours(1)));

    private static async Task<string> MailTo(IBrowserContext browser, string address, string part, Action betweenLooks)
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/dev/outbox");
        var mail = page.Locator("article", new() { HasText = $"To {address}" }).Filter(new() { HasText = part }).First;

        // A mail is written moments after the page says that it was sent.
        for (var i = 0; i < 200 && await mail.CountAsync() == 0; i++)
        {
            betweenLooks();
            await page.ReloadAsync();
        }
        var text = await mail.InnerTextAsync();
        await page.CloseAsync();
        return text;
    }

    [GeneratedRegex(@"Your code: (\d{4} \d{4})")]
    private static partial Regex Code();
}
