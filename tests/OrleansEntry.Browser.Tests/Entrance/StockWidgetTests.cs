using OrleansEntry.Tests;

namespace OrleansEntry.Browser.Tests;

/// <summary>ALTCHA's own widget, as npm carries it, against our routes. A site of somebody else's making is played by a page of this test,
/// which stands on our origin and under our policy.</summary>
public sealed class StockWidgetTests(Stage stage) : BrowserTest(stage)
{
    private const string Page = """
        <!doctype html>
        <html lang="en">
        <title>Somebody else's page</title>
        <link rel="stylesheet" href="/stock/altcha.css">
        <script type="module" src="/stock/page.js"></script>
        <form hidden><altcha-widget></altcha-widget><button>Enter</button></form>
        <output></output>
        </html>
        """;

    // What a site that uses the widget writes: our challenge goes in as it came, the widget's payload goes out as it came.
    private const string Script = """
        import "/stock/altcha.js";
        $altcha.algorithms.set("PBKDF2/SHA-256", () => new Worker("/stock/pbkdf2.js"));

        const post = async (path, body) => (await fetch(path, {
          method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
        })).json();

        const form = document.querySelector("form");
        const identifier = new URLSearchParams(location.search).get("identifier");
        const entry = await post("/v1/entries", { identifier });
        document.querySelector("altcha-widget").configure({ challenge: entry.check.proofOfWork });
        form.hidden = false;

        form.addEventListener("submit", async (event) => {
          event.preventDefault();
          const answer = new FormData(form).get("altcha");
          const { next, type } = await post(`/v1/entries/${entry.entryId}/check`, { kind: "proof-of-work", answer });
          document.querySelector("output").textContent = next ?? type;
        });
        """;

    private const string Packaged = "node_modules/altcha/dist";

    private protected override Task<ServerHere> StartServer() => ServerHere.Start(ServerHere.WholeWork);

    [Fact]
    public async Task The_widget_takes_our_challenge_as_it_is_and_what_it_sends_passes()
    {
        var page = await NewDevice();
        await Serve(page);

        await page.GotoAsync($"/stock/page?identifier={Owner.New().Address}");
        await page.GetByRole(AriaRole.Checkbox).PressAsync("Space");
        await Expect(page.GetByRole(AriaRole.Checkbox)).ToBeCheckedAsync();
        await page.Button("Enter").ClickAsync();

        await Expect(page.Locator("output")).ToHaveTextAsync("passcode");
    }

    private static async Task Serve(IPage page)
    {
        var package = Path.Combine(await NpmInstallation.Ready("altcha"), Packaged);
        var policy = (await page.GotoAsync("/"))!.Headers["content-security-policy"];
        var headers = new Dictionary<string, string> { ["Content-Security-Policy"] = policy };

        await page.RouteAsync("**/stock/**", route => route.FulfillAsync(new Uri(route.Request.Url).AbsolutePath switch
        {
            "/stock/page" => new() { ContentType = "text/html", Body = Page, Headers = headers },
            "/stock/page.js" => new() { ContentType = "text/javascript", Body = Script },
            "/stock/altcha.js" => new() { Path = Path.Combine(package, "external", "altcha.js") },
            "/stock/altcha.css" => new() { Path = Path.Combine(package, "external", "altcha.css") },
            "/stock/pbkdf2.js" => new() { Path = Path.Combine(package, "workers", "pbkdf2.js") },
            _ => new() { Status = 404 },
        }));
    }
}
