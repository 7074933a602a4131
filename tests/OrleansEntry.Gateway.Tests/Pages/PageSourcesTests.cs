using System.Text;
using System.Text.RegularExpressions;
using OrleansEntry.Gateway.Pages;
using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Pages;

/// <summary>What the pages that ship say of themselves.</summary>
public sealed partial class PageSourcesTests
{
    [Fact]
    public void Every_field_for_a_passcode_is_masked_and_known_to_password_managers()
    {
        var fields = Sources().SelectMany(source => PasscodeField().Matches(source.Text).Select(match => (source.Name, Text: match.Value)))
            .ToList();

        Assert.True(fields.Count >= 5, $"{fields.Count} fields found");
        Assert.All(fields, field => Assert.Matches("""type[=:] ?"password".*autocomplete[=:] ?"(current|new)-password""", field.Text));
    }

    [Fact]
    public void No_page_hears_of_a_paste_or_keeps_a_field_from_being_filled() =>
        Assert.DoesNotContain(Sources(), source => Hindrance().IsMatch(source.Text));

    [Fact]
    public void Nothing_can_be_pressed_before_the_script_that_answers_it_runs()
    {
        var buttons = Sources().Where(source => source.Name.EndsWith(".html", StringComparison.Ordinal))
            .SelectMany(source => Button().Matches(NotShownAtFirst().Replace(source.Text, "")).Select(match => (source.Name, match.Value)))
            .ToList();

        Assert.True(buttons.Count >= 5, $"{buttons.Count} buttons found");
        Assert.All(buttons, button => Assert.Matches(" (disabled|hidden)[ >]", button.Value));
    }

    [Fact]
    public async Task A_script_is_the_same_for_whoever_asks()
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        var stranger = await host.Send("GET", "/assets/entrance.js");
        var bearer = await host.Send("GET", "/assets/entrance.js", bearer: true);
        var browser = await host.Send(
            "GET", "/assets/entrance.js?session=1", null, false, ("Cookie", "__Host-entry-session=" + host.Token.Reveal()));

        Assert.Equal(("export {};", 0), (stranger.Text, host.Grains.Account.Told.Count));
        Assert.Equal((stranger.Text, stranger.Header("ETag")), (bearer.Text, bearer.Header("ETag")));
        Assert.Equal((stranger.Text, stranger.Header("ETag")), (browser.Text, browser.Header("ETag")));
        Assert.DoesNotContain(host.Routes, route => route.RoutePattern.RawText!.EndsWith(".js", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_page_stands_whole_in_its_frame_and_in_the_list_of_sections_it_is_the_current_one()
    {
        var pages = Sources().Where(source => source.Name.EndsWith(".html", StringComparison.Ordinal)).ToList();

        Assert.True(pages.Count >= 20, $"{pages.Count} pages found");
        Assert.All(pages, page =>
        {
            Assert.StartsWith("<!doctype html>", page.Text, StringComparison.Ordinal);
            Assert.DoesNotMatch("<!-- (frame|head|body)", page.Text);
            foreach (var once in new[] { "<title>", "</head>", "<body>", "</html>" }) Assert.Equal(2, page.Text.Split(once).Length);
            if (page.Name.StartsWith("security/", StringComparison.Ordinal))
                Assert.Equal(2, page.Text.Split("aria-current=\"page\"").Length);
        });
    }

    private static IEnumerable<(string Name, string Text)> Sources() =>
        from file in PageFiles.Embedded(typeof(PageFiles).Assembly)
        where file.Key.EndsWith(".html", StringComparison.Ordinal) || file.Key.EndsWith(".js", StringComparison.Ordinal)
        select (file.Key, Encoding.UTF8.GetString(file.Value));

    // A tag of a page, or the members of one that a script makes.
    [GeneratedRegex("""<input[^>]*name="(?:passcode|current|new)"[^>]*>|\{[^{}]*name: "(?:passcode|current|new)"[^{}]*\}""")]
    private static partial Regex PasscodeField();

    [GeneratedRegex("<button[^>]*>")]
    private static partial Regex Button();

    // What a script brings to the page, or shows once it is bound.
    [GeneratedRegex(
        """<template.*?</template>|<div id="content" hidden>.*?</main>|<form[^>]* hidden>.*?</form>""", RegexOptions.Singleline)]
    private static partial Regex NotShownAtFirst();

    [GeneratedRegex("""["']paste["']|onpaste|beforeinput|data-lpignore|data-1p-ignore|autocomplete="(?:nope|false)"|"""
        + "<input(?![^>]*hidden)[^>]*readonly")]
    private static partial Regex Hindrance();
}
