namespace OrleansEntry.Browser.Tests;

public sealed class WatchTests(Stage stage) : BrowserTest(stage)
{
    [Theory]
    [InlineData("document.body.append(Object.assign(document.createElement('script'), { textContent: 'document.title = 1' }))", "script")]
    [InlineData("document.body.setAttribute('style', 'color: red')", "style")]
    [InlineData("document.body.append(Object.assign(new Image(), { src: 'http://elsewhere.test/pixel.png' }))", "elsewhere.test")]
    [InlineData("console.error('broken')", "broken")]
    [InlineData("setTimeout(() => { throw new Error('unheard') })", "unheard")]
    public async Task What_no_page_may_do_does_not_pass_unseen(string deed, string named)
    {
        var watch = new Watch(Server.Address);
        var page = await NewUnwatchedDevice(watch);
        await page.GotoAsync("/");

        await page.EvaluateAsync($"() => {{ {deed} }}");
        await page.EvaluateAsync("() => new Promise(done => setTimeout(done))");

        Assert.Contains(watch.Complaints, complaint => complaint.Contains(named, StringComparison.OrdinalIgnoreCase));
    }
}
