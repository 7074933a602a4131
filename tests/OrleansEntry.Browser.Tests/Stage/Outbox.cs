using System.Text.RegularExpressions;

namespace OrleansEntry.Browser.Tests;

/// <summary>The development server's outbox, read as a person reads it: on its page.</summary>
internal static partial class Outbox
{
    /// <summary>The registration code that was mailed to an address.</summary>
    public static async Task<string> CodeFor(IBrowserContext browser, string address)
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/dev/outbox");
        var mail = page.Locator("article", new() { HasText = $"To {address}" }).First;

        // A mail is written moments after the page says that it was sent.
        for (var i = 0; i < 20 && await mail.CountAsync() == 0; i++) await page.ReloadAsync();
        var text = await mail.InnerTextAsync();
        await page.CloseAsync();
        return Code().Match(text).Groups[1].Value;
    }

    [GeneratedRegex(@"Your code: (\d{4} \d{4})")]
    private static partial Regex Code();
}
