namespace OrleansEntry.Browser.Tests;

public sealed class OfficialTests(Stage stage) : BrowserTest(stage)
{
    private protected override Task<ServerHere> StartServer() => ServerHere.Start(
        "--Official:Version=1", "--Official:IssuedOn=2026-11-24", "--Official:Domains:0=example.test", "--Official:Handles:0:Name=example",
        "--Official:Handles:0:On=Example Social");

    [Fact]
    public async Task A_person_looks_up_whose_a_link_is_and_reads_why()
    {
        var (page, eye) = (await NewDevice(reducedMotion: true), new Eye(Watch));
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        await page.GotoAsync("/");
        await page.GetByText("Is a link ours?").ClickAsync();
        await page.Reads("Is this ours?");
        await page.Button("Look it up").ClickAsync();
        await page.Says("Paste what you want to look up.");
        await eye.LookAt(page, "official at first");

        await LookUp(page, "https://example.test/enter?token=secret#secret");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Yes, this is ours" })).ToBeFocusedAsync();
        await eye.LookAt(page, "official yes");
        Assert.DoesNotContain(asked, url => url.Contains("secret", StringComparison.Ordinal));

        await LookUp(page, "https://login.ex\u0430mple.test@evil.other/");
        await page.Says("No, this only looks like ours");
        await page.Says("Our name stands before the @");
        await LookUp(page, "https://ex\u0430mple.test/");
        await page.Says("Cyrillic small letter a, U+0430");
        await page.Says("leads to xn--exmple-4nf.test");
        await eye.LookAt(page, "official look-alike");

        await LookUp(page, "@example");
        await page.Says("@example on Example Social is on our list.");
        await LookUp(page, "https://weather.other");
        await page.Says("We do not know this one");
        await eye.LookAt(page, "official unknown");
        await page.GotoAsync("/trouble#fake");
        await page.GetByText("Look up whether it is ours").ClickAsync();
        await page.Reads("Is this ours?");
        Assert.True(eye.Complaints.Count == 0, string.Join('\n', eye.Complaints));
    }

    private static async Task LookUp(IPage page, string value)
    {
        await page.Field("Link, mail address or handle").FillAsync(value);
        await page.Button("Look it up").ClickAsync();
    }
}
